using AgentMail.Api.Auth;
using AgentMail.Api.Emails;
using AgentMail.Core.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;

namespace AgentMail.Tests.Api.Emails;

public sealed class EmailFilterTests
{
    [Fact]
    public void Becomes_sql_on_both_databases()
    {
        var query = EmailQuery.From(new QueryCollection(new Dictionary<string, StringValues>
        {
            ["status"] = "sent",
            ["agentId"] = "ann",
            ["channelId"] = "support",
            ["recipient"] = "bob@example.net",
            ["tag"] = "case",
            ["since"] = "2026-01-01T00:00:00Z",
            ["until"] = "2027-01-01T00:00:00Z",
        }));
        Assert.Null(query.Problem);

        foreach (var engine in new IDatabaseEngine[] { new SqliteEngine("never-opened.db"), new PostgresEngine("Host=nowhere.invalid") })
        {
            using var db = engine.Open();
            var sql = EmailFilter.Of(db, "acme", query, new AgentScope("ann", ["support"])).ToQueryString();
            Assert.Contains("WHERE", sql, StringComparison.Ordinal);
        }
    }
}
