using System.Diagnostics.Metrics;
using System.Text;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;

namespace AgentMail.IntegrationTests.Identities;

/// <summary>What two nodes share, and what they never do.</summary>
public sealed class IdentityCacheTests(IntegrationServers servers) : IAsyncLifetime
{
    private IdentityNodes _nodes = null!;

    public async ValueTask InitializeAsync() => _nodes = await IdentityNodes.StartAsync(servers, (await servers.RedisAsync()).ForInstallation());

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task A_second_node_takes_from_Redis_what_the_first_put_there()
    {
        await _nodes.StoredAsync();
        await _nodes.RenameAnnUnseenAsync("Changed behind everybody's back");

        Assert.Equal("ann", (await IdentityNodes.AnnAsync(_nodes.Other)).DisplayName);
    }

    [Fact]
    public async Task A_change_on_one_node_holds_for_the_next_send_of_every_other()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(i == 0 ? IdentityNodes.Password : $"password {i - 1}", await _nodes.PasswordAsync(_nodes.Other));

            await _nodes.SetPasswordAsync($"password {i}");

            Assert.Equal($"password {i}", await _nodes.PasswordAsync(_nodes.Other));
            Assert.Equal($"password {i}", await _nodes.PasswordAsync(_nodes.One));
        }
    }

    [Fact]
    public async Task Redis_never_holds_a_password_in_clear_nor_whose_mail_it_is()
    {
        await _nodes.StoredAsync();
        var redis = await _nodes.RedisAsync();

        foreach (var key in await _nodes.KeysAsync())
        {
            var value = Encoding.Latin1.GetString((byte[])(await redis.StringGetAsync(key))!);
            Assert.DoesNotContain(IdentityNodes.Password, key + value, StringComparison.Ordinal);
            Assert.DoesNotContain("@acme.example", key + value, StringComparison.Ordinal);
            Assert.InRange((await redis.KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task Two_installations_in_one_Redis_take_nothing_of_each_other()
    {
        var shared = (await servers.RedisAsync()).ForInstallation();
        await using var first = await IdentityNodes.StartAsync(servers, shared);
        await using var second = await IdentityNodes.StartAsync(servers, shared);
        // The same tenant, agent and version in both, and only the name tells whose answer it is.
        await first.RenameAnnUnseenAsync("Ann of the first");
        await second.RenameAnnUnseenAsync("Ann of the second");
        foreach (var key in await first.KeysAsync())
            await (await first.RedisAsync()).KeyDeleteAsync(key);

        Assert.Equal("Ann of the first", (await IdentityNodes.AnnAsync(first.Other)).DisplayName);
        await WaitForAsync(first, entries: 1);
        using var counts = new Counts(second.Other.Get<IMeterFactory>());
        Assert.Equal("Ann of the second", (await IdentityNodes.AnnAsync(second.Other)).DisplayName);
        Assert.Equal((await IdentityNodes.AnnAsync(first.Other)).Version, (await IdentityNodes.AnnAsync(second.Other)).Version);
        // Not even in each other's way: each has an entry of its own.
        await WaitForAsync(second, entries: 2);
        Assert.Equal(0, counts["agentmail.redis.faults"]);
    }

    private static Task WaitForAsync(IdentityNodes nodes, int entries) => Eventually.BecomesAsync(nodes.KeysAsync, keys => keys.Count == entries);
}
