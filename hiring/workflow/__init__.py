"""What may happen next to an application, who may do it and why not yet: plans, gates, moves and clocks."""
