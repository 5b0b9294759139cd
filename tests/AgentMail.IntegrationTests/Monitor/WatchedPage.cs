using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace AgentMail.IntegrationTests.Monitor;

/// <summary>A page, and what it did that it should not: errors, and requests to anybody else.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private WatchedPage(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Errors of scripts, of the console and of the policy, and requests to another host.</summary>
    public IReadOnlyList<string> Faults => [.. _faults];

    /// <summary>The same, without requests that were refused or met nobody: browsers write those to the console.</summary>
    public IReadOnlyList<string> FaultsOfItsOwn => [.. _faults.Where(f => !f.StartsWith("Failed to load resource", StringComparison.Ordinal))];

    public static async Task<WatchedPage> OfAsync(IBrowserContext context, Uri address)
    {
        var watched = new WatchedPage(context, await context.NewPageAsync());
        watched.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                watched._faults.Enqueue(message.Text);
        };
        watched.Page.PageError += (_, error) => watched._faults.Enqueue("Uncaught: " + error);
        context.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority != address.Authority)
                watched._faults.Enqueue("Request to " + request.Url);
        };
        return watched;
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
