-- After PostgreSQL was set back to an older point in time, and before a worker is started on it (docs/deploy.md, "Restoring").
--   psql --set ON_ERROR_STOP=1 --file deploy/after-restore.sql "$DATABASE"
-- Whatever was waiting at that time may have gone out since. It becomes uncertain, which no worker touches, until somebody resolves it.
BEGIN;

-- A time that has not come yet was not reached before the restore either: such mail goes out when it comes.
WITH now AS (
    SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS microseconds
), risky AS (
    UPDATE emails SET
        "Status" = 'uncertain',
        "NextActionAt" = NULL,
        "LastError" = '{"class":"uncertain","reason":"outcomeUnknown","stage":null,"reply":null,"hint":"The database was restored from a backup: this may have been sent since. Ask the recipient or the server''s log, then resolve it as sent or resend it."}'
    FROM now
    WHERE "Status" IN ('queued', 'sending', 'held')
       OR ("Status" IN ('scheduled', 'delayed') AND "NextActionAt" <= microseconds)
    RETURNING "Id"
)
UPDATE email_recipients r SET "Status" = 'uncertain'
FROM risky
WHERE r."EmailId" = risky."Id" AND r."Status" IN ('queued', 'sending', 'held', 'scheduled', 'delayed');

-- Readers of the log have seen numbers that would be given out again for other events.
UPDATE event_counter SET "Last" = "Last" + 100000000;

-- Likewise versions of the configuration, by which identities are cached.
UPDATE tenants SET "ConfigCounter" = "ConfigCounter" + 1000000;

COMMIT;
