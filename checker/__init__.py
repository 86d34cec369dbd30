"""The checker: forms against the cited provisions. Built in a later step."""
