"""From a raw compilation to regulation folders: decode → noise → contents → split → write."""
