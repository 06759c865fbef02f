"""Bootstrap intervals, contests between two versions, and what is concluded from them."""
