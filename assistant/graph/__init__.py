"""The agent: think (a model), act (the tool belt), ground (the check), over LangGraph."""
