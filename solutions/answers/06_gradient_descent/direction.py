# %% right: one by one
direction = {
    "error times input": "down",
    "from the article": "up",
    "target first": "down",
    "added up": "down",
    "loss for slope": "neither",
    "size of the slope": "neither",
}

# %% right: grouped, with a comprehension
direction = {name: "down" for name in ("error times input", "target first", "added up")}
direction |= dict.fromkeys(["loss for slope", "size of the slope"], "neither")
direction["from the article"] = "up"

# %% right: tried out at several places
direction = {}
for name, rule in rules.items():
    changes = []
    for start in (-3.0, -1.0, 4.0, 9.0):
        before = np.array([[start], [-2 * start]])
        after = rule(before, some_X, some_Y, 1e-4)
        old_loss = np.mean((some_X @ before - some_Y) ** 2)
        changes.append(np.mean((some_X @ after - some_Y) ** 2) - old_loss)
    if max(changes) < 0:
        direction[name] = "down"
    else:
        direction[name] = "up" if min(changes) > 0 else "neither"

# %% wrong: lost_two_overrated
direction = {
    "error times input": "neither",
    "from the article": "up",
    "target first": "down",
    "added up": "down",
    "loss for slope": "neither",
    "size of the slope": "neither",
}

# %% wrong: prediction_minus_target_taken_for_ascent
direction = {
    "error times input": "up",
    "from the article": "up",
    "target first": "down",
    "added up": "down",
    "loss for slope": "neither",
    "size of the slope": "neither",
}

# %% wrong: plus_taken_for_ascent
direction = {
    "error times input": "down",
    "from the article": "up",
    "target first": "up",
    "added up": "down",
    "loss for slope": "neither",
    "size of the slope": "neither",
}

# %% wrong: two_signs_undecided
direction = {
    "error times input": "down",
    "from the article": "up",
    "target first": "neither",
    "added up": "down",
    "loss for slope": "neither",
    "size of the slope": "neither",
}

# %% wrong: sum_taken_for_other
direction = {
    "error times input": "down",
    "from the article": "up",
    "target first": "down",
    "added up": "neither",
    "loss for slope": "neither",
    "size of the slope": "neither",
}

# %% wrong: sum_taken_for_ascent
direction = {
    "error times input": "down",
    "from the article": "up",
    "target first": "down",
    "added up": "up",
    "loss for slope": "neither",
    "size of the slope": "neither",
}

# %% wrong: reversed_sign_unseen
direction = {
    "error times input": "down",
    "from the article": "down",
    "target first": "down",
    "added up": "down",
    "loss for slope": "neither",
    "size of the slope": "neither",
}

# %% wrong: rate_blamed
direction = {
    "error times input": "down",
    "from the article": "neither",
    "target first": "down",
    "added up": "down",
    "loss for slope": "neither",
    "size of the slope": "neither",
}

# %% wrong: loss_taken_for_gradient
direction = {
    "error times input": "down",
    "from the article": "up",
    "target first": "down",
    "added up": "down",
    "loss for slope": "down",
    "size of the slope": "neither",
}

# %% wrong: loss_taken_for_ascent
direction = {
    "error times input": "down",
    "from the article": "up",
    "target first": "down",
    "added up": "down",
    "loss for slope": "up",
    "size of the slope": "neither",
}

# %% wrong: sign_thought_useless
direction = {
    "error times input": "down",
    "from the article": "up",
    "target first": "down",
    "added up": "down",
    "loss for slope": "neither",
    "size of the slope": "down",
}

# %% wrong: size_taken_for_ascent
direction = {
    "error times input": "down",
    "from the article": "up",
    "target first": "down",
    "added up": "down",
    "loss for slope": "neither",
    "size of the slope": "up",
}
