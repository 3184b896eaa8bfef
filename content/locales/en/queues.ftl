queue-l1 = First line
queue-l2 = Experts
queue-vip = VIP
queue-security = Security and payments
queue-lead = Team lead
queue-other = another team
