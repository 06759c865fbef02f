"""What the coaching models are measured to do, beside baselines."""
