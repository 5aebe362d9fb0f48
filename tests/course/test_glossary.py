"""The glossary: every term has its Chinese name and an explanation, and the words that it must have are there."""

from __future__ import annotations

import re

from autograde.course import find_course

ENTRY = re.compile(r"^(?P<term>\S.*)\n(?P<chinese>\S.*) : 中文\n(?P<text>(?: {4}\S.*\n?)+)", re.MULTILINE)
MUST_HAVE = """
neural network 神经网络 · neuron 神经元 · layer 层 · input layer 输入层 ·
hidden layer 隐藏层 · output layer 输出层 · weight 权重 · bias 偏置 ·
weighted sum 加权和 · pre-activation 激活前值 · activation function 激活函数 · loss function 损失函数 ·
mean squared error 均方误差 · cross-entropy 交叉熵 · forward propagation 前向传播 · backpropagation 反向传播 ·
gradient 梯度 · gradient descent 梯度下降 · learning rate 学习率 · epoch 训练轮次 ·
mini-batch 小批量 · supervised learning 监督学习 · linear regression 线性回归 · binary classification 二分类 ·
chain rule 链式法则 · vanishing gradient 梯度消失 · saturation 饱和 · overfitting 过拟合 ·
interpretability 可解释性
"""


def problems(page: str) -> list[str]:
    """What a glossary lacks."""
    body = page.split(":sorted:\n")[1].rpartition("```")[0]
    entries = {found["term"]: found["chinese"] for found in ENTRY.finditer(body)}
    chinese = re.compile("[\u4e00-\u9fff]")
    wrong = [f"{term}: {name} is not Chinese" for term, name in entries.items() if not chinese.search(name)]
    wrong += [f"not an entry: {line}" for line in ENTRY.sub("", body).splitlines() if line.strip()]
    wrong += [] if sorted(entries, key=str.lower) == list(entries) else ["the terms are not in order"]
    for pair in MUST_HAVE.split("·"):
        term, _, name = pair.strip().rpartition(" ")
        wrong += [] if entries.get(term) == name else [f"{term} {name} is missing"]
    return wrong


def page_of_the_course() -> str:
    return (find_course().chapters / "glossary.md").read_text(encoding="utf-8")


def test_every_term_has_its_chinese_name_and_an_explanation():
    assert problems(page_of_the_course()) == []


def test_planted_defects_are_found():
    page = page_of_the_course()
    assert "not an entry: epoch" in problems(page.replace("epoch\n训练轮次 : 中文\n", "epoch\n"))
    assert "epoch 训练轮次 is missing" in problems(page.replace("epoch\n训练轮次", "epoch\n时代"))
    assert "epoch: once is not Chinese" in problems(page.replace("训练轮次", "once"))
    assert "the terms are not in order" in problems(page.replace("\nepoch\n", "\nan epoch\n"))
