"""The book that readers open: from student notebooks and pages to a site, an archive and a PDF.

| module      | one reason to exist |
|-------------|---------------------|
| `build`     | builds the site: Jupyter Book, then compressed copies |
| `extension` | Sphinx: outputs on the students' pages, what pages load, proof that all is there |
| `website`   | Sphinx: dates, descriptions, cards, addresses, names for the search |
| `formulas`  | TeX to MathML, and its font |
| `highlight` | code in colours, without elements that change nothing |
| `icons`     | the theme's icons, only those in use |
| `unused`    | a style sheet without the rules that nothing in this book can match |
| `one_sheet` | all style sheets of a page as one |
| `lighter`   | what the theme makes a page load or do for nothing |
| `finish`    | what is written on every page when all pages are there |
| `fingerprint` | by what Sphinx sees that the code that makes pages has changed |
| `theme`     | where the theme's files are, and the error if they are not as expected |
| `mending`   | what the theme leaves without a name for those who hear a page |
| `compress`  | `.gz` and `.br` copies |
| `pdf`       | the whole book on paper |
| `site_zip`  | the site as an archive that opens from a disk |
"""
