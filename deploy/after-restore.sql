-- After PostgreSQL was set back to an older point in time, and before a worker is started on it (docs/deploy.md, "Restoring").
--   psql --set ON_ERROR_STOP=1 --file deploy/after-restore.sql "$DATABASE"
-- Whatever was waiting at that time may have gone out since. It becomes uncertain, which no worker touches, until somebody resolves it.
BEGIN;

CREATE TEMPORARY TABLE risky ("Id" text, "TenantId" text, "AgentId" text, "ChannelId" text) ON COMMIT DROP;

-- A time that has not come yet was not reached before the restore either: such mail goes out when it comes.
WITH now AS (
    SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS microseconds
), moved AS (
    UPDATE emails SET
        "Status" = 'uncertain',
        "NextActionAt" = NULL,
        "LastError" = '{"class":"uncertain","reason":"outcomeUnknown","stage":null,"reply":null,"hint":"The database was restored from a backup: this may have been sent since. Ask the recipient or the server''s log, then resolve it as sent or resend it."}'
    FROM now
    WHERE "Status" IN ('queued', 'sending', 'held')
       OR ("Status" IN ('scheduled', 'delayed') AND "NextActionAt" <= microseconds)
    RETURNING "Id", "TenantId", "AgentId", CASE WHEN "SenderKind" = 'channel' THEN "SenderId" END
)
INSERT INTO risky SELECT * FROM moved;

UPDATE email_recipients r SET "Status" = 'uncertain'
FROM risky
WHERE r."EmailId" = risky."Id" AND r."Status" IN ('queued', 'sending', 'held', 'scheduled', 'delayed');

-- Readers of the log have seen numbers that would be given out again for other events.
UPDATE event_counter SET "Last" = "Last" + 100000000;

-- The log says so too, in the words of each email's last event: dashboards and counts live from it.
INSERT INTO events ("Number", "TenantId", "Type", "Timestamp", "EmailId", "AgentId", "ChannelId", "Data")
SELECT counter."Last" + row_number() OVER (ORDER BY risky."Id"), risky."TenantId", 'email.uncertain', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
    risky."Id", risky."AgentId", risky."ChannelId",
    (last.data || jsonb_build_object(
        'status', 'uncertain', 'nextAttemptAt', NULL, 'smtp', NULL,
        'error', jsonb_build_object('class', 'uncertain', 'code', 'outcomeUnknown', 'hint', 'The database was restored from a backup: this may have been sent since.'),
        'recipients', (
            SELECT jsonb_agg(CASE WHEN r ->> 'status' IN ('queued', 'sending', 'held', 'scheduled', 'delayed') THEN r || '{"status": "uncertain"}' ELSE r END)
            FROM jsonb_array_elements(last.data -> 'recipients') r)))::text
FROM risky
CROSS JOIN event_counter counter
CROSS JOIN LATERAL (SELECT "Data"::jsonb AS data FROM events WHERE "EmailId" = risky."Id" ORDER BY "Number" DESC LIMIT 1) last;

UPDATE event_counter SET "Last" = greatest("Last", (SELECT max("Number") FROM events));

-- Likewise versions of the configuration, by which identities are cached.
UPDATE tenants SET "ConfigCounter" = "ConfigCounter" + 1000000;

COMMIT;
