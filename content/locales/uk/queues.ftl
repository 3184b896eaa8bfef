queue-l1 = Перша лінія
queue-l2 = Експерти
queue-vip = VIP
queue-security = Безпека й платежі
queue-lead = Керівник зміни
queue-other = інша черга
