-- The key stood in the address itself. From now on it is the secret that signs each member's own
-- address, so a key that somebody has read signs nothing.
UPDATE calendar.calendars SET feed_key = NULL WHERE feed_key IS NOT NULL;
