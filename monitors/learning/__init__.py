"""What verdicts teach: rules that would have spared people a change, each with the proof of what it would silence."""
