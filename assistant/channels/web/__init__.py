"""The web pages: server-rendered, small hand-written JavaScript, nothing loaded from another host."""
