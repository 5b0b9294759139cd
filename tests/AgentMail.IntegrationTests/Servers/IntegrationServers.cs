using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Servers;

[assembly: AssemblyFixture(typeof(IntegrationServers))]

namespace AgentMail.IntegrationTests.Servers;

/// <summary>
/// The servers of a run, each started when a test first asks for it and shared from then on. Take it as a constructor argument.
/// A test that stops or kills a server starts one of its own instead.
/// </summary>
public sealed class IntegrationServers : IAsyncDisposable
{
    private readonly LazyServer<RabbitMqServer> _rabbitMq = new(RabbitMqServer.StartNewAsync);
    private readonly LazyServer<PostgresServer> _postgres = new(PostgresServer.StartNewAsync);
    private readonly LazyServer<RedisServer> _redis = new(RedisServer.StartNewAsync);
    private readonly LazyServer<PostfixServer> _postfix = new(PostfixServer.StartNewAsync);

    public Task<RabbitMqServer> RabbitMqAsync() => _rabbitMq.GetAsync();

    public Task<PostgresServer> PostgresAsync() => _postgres.GetAsync();

    public Task<RedisServer> RedisAsync() => _redis.GetAsync();

    public Task<PostfixServer> PostfixAsync()
    {
        Assert.SkipUnless(PostfixServer.CanRunHere, "platform: Postfix starts only as root");
        return _postfix.GetAsync();
    }

    public async ValueTask DisposeAsync()
        => await Task.WhenAll(_rabbitMq.StopAsync(), _postgres.StopAsync(), _redis.StopAsync(), _postfix.StopAsync());

    private sealed class LazyServer<T>(Func<Task<T>> start)
        where T : IAsyncDisposable
    {
        // On the thread pool: whoever asks first must not hold up the others while it starts.
        private readonly Lazy<Task<T>> _server = new(() => Task.Run(start));

        public Task<T> GetAsync() => _server.Value;

        public async Task StopAsync()
        {
            if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully) await (await _server.Value).DisposeAsync();
        }
    }
}
