"""What a change of texts and rules touches: figures, rules, verdicts; quotes to be bound anew."""
