"""The course in a browser with nothing installed: JupyterLite inside the built book, and the links that open it."""
