namespace AgentMail.Bench.Scale;

/// <summary>The rows of the large installation, one statement for each table. Email number n belongs to an agent at random.</summary>
internal static class FillingSql
{
    public const string Tenants = """
        INSERT INTO tenants ("Id", "Name", "TimeZone", "FailureNotices", "Uncertain", "BodyDays", "EventDays", "Version", "ConfigCounter", "CreatedAt")
        SELECT 't' || n, 'Contact centre ' || n, 'UTC', false, 'hold', 30, 90, 1, 100, :now FROM generate_series(1, :tenants) n
        """;

    public const string Servers = """
        INSERT INTO servers ("TenantId", "Id", "Name", "Kind", "Host", "Port", "Security", "Authentication", "FromAddress", "AllowedFrom", "IsDefault", "Limits", "Version")
        SELECT 't' || n, 'main', 'Main', 'smtp', 'smtp.acme.example', 587, 'starttls', 'password', 'relay@acme.example', '["*@acme.example"]', true, '{}', 1
        FROM generate_series(1, :tenants) n
        """;

    public const string Agents = """
        INSERT INTO agents ("TenantId", "Id", "DisplayName", "Enabled", "Channels", "ServerId", "Override", "Version", "IdentityVersion")
        SELECT 't' || (n % :tenants + 1), 'agent-' || n, 'Agent ' || n, true, '["support"]', 'main', true, 1, 1 FROM generate_series(1, :agents) n
        """;

    public const string Profiles = """
        INSERT INTO agent_profiles ("TenantId", "AgentId", "WorkplaceEmail", "UserId", "SealedEmailPassword", "EmailPasswordPlace", "DefaultFrom", "Version")
        SELECT 't' || (n % :tenants + 1), 'agent-' || n, 'agent-' || n || '@acme.example', 'agent-' || n || '@acme.example',
               repeat(md5(n::text), 7), 'smtp.acme.example:587 starttls', 'agent', 1
        FROM generate_series(1, :agents) n
        """;

    public const string Lanes = """
        INSERT INTO lanes ("Key", "TenantId", "Owner", "Fence", "LeaseUntil", "RefusedSignIns", "PausedVersion", "Slowdowns")
        SELECT 't' || (n % :tenants + 1) || '/main/agent:agent-' || n, 't' || (n % :tenants + 1),
               CASE WHEN n <= :leases THEN 'worker-' || n % :workers END, 3, CASE WHEN n <= :leases THEN :now + 86400000000 ELSE :now END, 0, 0, 0
        FROM generate_series(1, :agents) n
        """;

    // Of a thousand: one held, one uncertain, ten failed, five delayed, all others sent; the last ones wait in lanes that are held by workers.
    public const string Emails = """
        INSERT INTO emails ("Id", "TenantId", "Status", "SenderKind", "SenderId", "AgentId", "SenderAddress", "ServerId", "ConfigVersion", "From", "EnvelopeFrom",
            "Subject", "InternetMessageId", "SizeBytes", "Metadata", "Tags", "Warnings", "Lane", "NextActionAt", "Attempt", "AttemptsForgiven", "Crashes", "Fence",
            "EnteredDataAt", "CreatedAt", "SentAt", "SettledAt")
        SELECT e.id, 't' || e.tenant, e.status, 'agent', 'agent-' || e.agent, 'agent-' || e.agent, 'agent-' || e.agent || '@acme.example', 'main', 1,
            'agent-' || e.agent || '@acme.example', 'agent-' || e.agent || '@acme.example', 'Your case ' || e.n || ' has an answer',
            '<' || left(md5(e.n::text), 26) || '@acme.example>', 4600, '{"case":"' || e.n || '"}', '["case"]', '[]',
            't' || e.tenant || '/main/agent:agent-' || e.agent,
            CASE e.status WHEN 'queued' THEN :now - 1000000 WHEN 'delayed' THEN :now + 3600000000 END,
            CASE WHEN e.status = 'queued' THEN 0 ELSE 1 END, 0, 0, 3, CASE WHEN e.status = 'queued' THEN NULL ELSE e.made + 200000 END, e.made,
            CASE WHEN e.status = 'sent' THEN e.made + 300000 END, CASE WHEN e.status IN ('sent', 'failed') THEN e.made + 300000 END
        FROM (SELECT n, 'em_01' || lpad(n::text, 12, '0') || left(md5(n::text), 12) id, a.agent, a.agent % :tenants + 1 tenant, :now - (:emails - n)::bigint * 900 AS made,
                CASE WHEN n > :emails - :backlog THEN 'queued' WHEN n % 1000 = 0 THEN 'held' WHEN n % 1000 = 1 THEN 'uncertain'
                     WHEN n % 1000 < 12 THEN 'failed' WHEN n % 1000 < 17 THEN 'delayed' ELSE 'sent' END status
              FROM generate_series(1, :emails) n,
                LATERAL (SELECT abs(hashint8(n)::bigint) % CASE WHEN n > :emails - :backlog THEN :leases ELSE :agents END + 1 agent) a) e
        """;

    public const string Recipients = """
        INSERT INTO email_recipients ("EmailId", "Ordinal", "Field", "Address", "AddressKey", "Status", "Smtp")
        SELECT e."Id", 0, 'to', 'customer-' || n || '@example.net', 'customer-' || n || '@example.net', e."Status",
               CASE WHEN e."Status" = 'queued' THEN NULL ELSE '{"code":250,"enhancedCode":"2.0.0","text":"Ok: queued as 4cXk2B1s0bz9r' || n || '"}' END
        FROM (SELECT "Id", "Status", abs(hashtext("Id")::bigint) % :agents n FROM emails) e
        """;

    // Hexadecimal digits hardly compress: no message of this length takes more room.
    public const string Bodies = """
        INSERT INTO email_bodies ("EmailId", "RawMime")
        SELECT e."Id", convert_to(string_agg(md5(e."Id" || i), ''), 'UTF8')
        FROM (SELECT "Id" FROM emails ORDER BY "Id" LIMIT :bodies) e, generate_series(1, 144) i GROUP BY e."Id"
        """;

    public const string Keys = """
        INSERT INTO idempotency_records ("TenantId", "Key", "RequestHash", "EmailId", "ExpiresAt")
        SELECT "TenantId", md5("Id") || '-' || right("Id", 4), md5("Id") || md5("Subject"), "Id", "CreatedAt" + 86400000000 FROM emails
        """;

    // Queued, sending, sent, in the order in which they would be numbered.
    public const string Events = """
        INSERT INTO events ("Number", "TenantId", "Type", "Timestamp", "EmailId", "AgentId", "Data")
        SELECT (n - 1) * 3 + s + 1, 't' || (a.agent % :tenants + 1), 'email.' || w.word, :now - (:emails - n)::bigint * 900 + s * 100000, i.id, 'agent-' || a.agent,
            '{"emailId":"' || i.id || '","messageId":"<' || left(md5(n::text), 26) || '@acme.example>","status":"' || w.word
            || '","sender":{"kind":"agent","id":"agent-' || a.agent || '","agentId":"agent-' || a.agent || '","address":"agent-' || a.agent
            || '@acme.example","serverId":"main","configVersion":1},"recipients":[{"address":"customer-' || n || '@example.net","status":"' || w.word
            || '"}],"subject":"Your case ' || n || ' has an answer","attempt":1,"nextAttemptAt":null,"smtp":'
            || CASE WHEN s = 2 THEN '{"stage":"data","code":250,"enhancedCode":"2.0.0","reply":"Ok: queued as 4cXk2B1s0bz9r","host":"smtp.acme.example","tls":"TLS1.3"}' ELSE 'null' END
            || ',"error":null,"metadata":{"case":"' || n || '"},"tags":["case"]}'
        FROM generate_series(1, :emails) n CROSS JOIN generate_series(0, 2) s,
            LATERAL (SELECT 'em_01' || lpad(n::text, 12, '0') || left(md5(n::text), 12) id) i,
            LATERAL (SELECT (ARRAY['queued', 'sending', 'sent'])[s + 1] word) w,
            LATERAL (SELECT abs(hashint8(n)::bigint) % CASE WHEN n > :emails - :backlog THEN :leases ELSE :agents END + 1 agent) a
        """;

    public const string Counter = """
        UPDATE event_counter SET "Last" = :emails::bigint * 3;
        INSERT INTO sink_cursors ("Sink", "Number", "LeaseUntil") SELECT 'rabbitmq', :emails::bigint * 3, 0
        """;
}
