"""Values -> text with entities and keyboards. Pure: nothing here reads SQL, a clock or Telegram."""
