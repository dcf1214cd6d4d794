"""The tools, and the whole assistant, for other programs' agents over the Model Context Protocol."""
