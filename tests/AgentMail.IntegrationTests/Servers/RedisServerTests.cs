using AgentMail.TestKit.Servers;
using StackExchange.Redis;

namespace AgentMail.IntegrationTests.Servers;

public sealed class RedisServerTests(IntegrationServers servers)
{
    [Fact]
    public async Task Set_and_get()
    {
        var redis = await servers.RedisAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        await connection.GetDatabase().StringSetAsync("servers:greeting", "good morning");

        Assert.Equal("good morning", await connection.GetDatabase().StringGetAsync("servers:greeting"));
    }

    [Fact]
    public async Task It_comes_back_empty_on_the_same_port_after_a_stop()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using (var before = await ConnectionMultiplexer.ConnectAsync(redis.Configuration))
            await before.GetDatabase().StringSetAsync("key", "value");

        await redis.StopAsync();
        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(redis.Configuration + ",connectTimeout=500"));
        await redis.StartAsync();

        await using var after = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        Assert.True((await after.GetDatabase().StringGetAsync("key")).IsNull);
    }
}
