using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMail.Core.Identities;
using AgentMail.Core.Json;
using AgentMail.Core.Secrets;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;

namespace AgentMail.IntegrationTests.Identities;

/// <summary>
/// Whoever can write to Redis, by intent or by a fault, decides nothing: a value counts only if this installation sealed it for this very
/// entry. Else somebody could name a server of his own, and a sealed password would be opened and sent there.
/// </summary>
public sealed class PlantedIdentityTests(IntegrationServers servers) : IAsyncLifetime
{
    private IdentityNodes _nodes = null!;

    public async ValueTask InitializeAsync() => _nodes = await IdentityNodes.StartAsync(servers, (await servers.RedisAsync()).ForInstallation());

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Theory]
    [InlineData("nothing at all")]
    [InlineData("random bytes")]
    [InlineData("an identity in clear")]
    [InlineData("the same sealed for another version")]
    [InlineData("the same sealed for another agent")]
    [InlineData("the same sealed for another installation")]
    [InlineData("well sealed, another version inside")]
    [InlineData("well sealed, another tenant inside")]
    [InlineData("well sealed, an older shape inside")]
    [InlineData("well sealed, no identity inside")]
    [InlineData("cut in half")]
    [InlineData("a bit turned")]
    public async Task What_was_not_sealed_for_this_entry_is_refused_and_loaded_anew(string planted)
    {
        var key = await _nodes.StoredAsync();
        var redis = await _nodes.RedisAsync();
        await redis.StringSetAsync(key, await PlantAsync(planted, key, (byte[])(await redis.StringGetAsync(key))!));
        using var counts = new Counts(_nodes.Other.Get<IMeterFactory>());

        var ann = await IdentityNodes.AnnAsync(_nodes.Other);

        Assert.Equal(("acme", "ann", "127.0.0.1"), (ann.TenantId, ann.Id, ann.Server.Host));
        Assert.Equal(IdentityNodes.Password, await _nodes.PasswordAsync(_nodes.Other));
        Assert.Equal(1, counts["agentmail.redis.faults garbage"]);
        Assert.Equal(1, counts["agentmail.identity.lookups database"]);
    }

    [Fact]
    public async Task A_value_of_another_kind_under_the_key_is_refused_and_keeps_nobody_waiting()
    {
        var key = await _nodes.StoredAsync();
        var redis = await _nodes.RedisAsync();
        await redis.KeyDeleteAsync(key);
        await redis.ListLeftPushAsync(key, "not a string");
        using var counts = new Counts(_nodes.Other.Get<IMeterFactory>());

        Assert.Equal(IdentityNodes.Password, await _nodes.PasswordAsync(_nodes.Other));

        Assert.Equal(1, counts["agentmail.redis.faults refused"]);
        Assert.Equal(0, counts["agentmail.redis.spared"]);
        Assert.Equal(0, counts["agentmail.redis.faults timeout"]);
    }

    [Fact]
    public async Task An_entry_of_an_older_shape_is_never_asked_for()
    {
        var key = await _nodes.StoredAsync();
        var redis = await _nodes.RedisAsync();
        var shape = $":identity:{SendingIdentity.Shape}:";
        Assert.Contains(shape, key, StringComparison.Ordinal);
        var older = key.Replace(shape, $":identity:{SendingIdentity.Shape - 1}:", StringComparison.Ordinal);
        await redis.KeyRenameAsync(key, older);
        using var counts = new Counts(_nodes.Other.Get<IMeterFactory>());

        await IdentityNodes.AnnAsync(_nodes.Other);

        Assert.Equal(1, counts["agentmail.identity.lookups database"]);
        Assert.Equal(0, counts["agentmail.redis.faults"]);
    }

    private async Task<byte[]> PlantAsync(string planted, string key, byte[] good)
    {
        var sealer = _nodes.One.Get<CacheSealer>();
        var identity = await IdentityNodes.AnnAsync(_nodes.One);
        byte[] Json(SendingIdentity value) => JsonSerializer.SerializeToUtf8Bytes(value, AgentMailJson.Options);
        byte[] Sealed(string place, byte[] value) => sealer.TrySeal(place, value)!;
        var elsewhere = identity with { Server = identity.Server with { Host = "attacker.example" } };
        return planted switch
        {
            "nothing at all" => [],
            "random bytes" => Encoding.UTF8.GetBytes("\0\u0001 no identity"),
            "an identity in clear" => Json(elsewhere),
            "the same sealed for another version" => Sealed(key[..key.LastIndexOf(':')] + ":1", Json(elsewhere)),
            "the same sealed for another agent" => Sealed(key.Replace(":ann:", ":ben:", StringComparison.Ordinal), Json(elsewhere)),
            "the same sealed for another installation" => Sealed(key.Replace("agentmail:", "agentmail:0", StringComparison.Ordinal), Json(elsewhere)),
            "well sealed, another version inside" => Sealed(key, Json(elsewhere with { Version = identity.Version - 1 })),
            "well sealed, another tenant inside" => Sealed(key, Json(elsewhere with { TenantId = "globex" })),
            "well sealed, an older shape inside" => Sealed(key, OlderShape(Json(elsewhere))),
            "well sealed, no identity inside" => Sealed(key, "null"u8.ToArray()),
            "cut in half" => good[..(good.Length / 2)],
            "a bit turned" => [.. good[..^1], (byte)(good[^1] ^ 1)],
            _ => throw new ArgumentOutOfRangeException(nameof(planted)),
        };
    }

    private static byte[] OlderShape(byte[] json)
    {
        var members = JsonNode.Parse(json)!.AsObject();
        members.Remove("accountVersion");
        return Encoding.UTF8.GetBytes(members.ToJsonString());
    }
}
