using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AgentMail.Core.Hosting;
using AgentMail.Core.Servers;
using AgentMail.Core.Telemetry;
using AgentMail.Core.Webhooks;
using AgentMail.TestKit;
using AgentMail.TestKit.Webhooks;
using AgentMail.Worker.Net;
using AgentMail.Worker.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentMail.Tests.Worker.Webhooks;

/// <summary>One call against an endpoint that may do anything.</summary>
public sealed class WebhookCallerTests : IDisposable
{
    private static readonly WebhookSecret Secret = WebhookSecret.New();
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"subject":"Grüße, für dich"}""");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task The_body_goes_out_byte_by_byte_with_its_signature()
    {
        await using var endpoint = ScriptedEndpoint.Start();

        var answer = await CallAsync(endpoint.Url);

        Assert.Equal(new(null, 200, null), answer);
        var call = Assert.Single(endpoint.Calls);
        Assert.Equal(Body, call.Body);
        Assert.Equal("application/json; charset=utf-8", call.Headers["content-type"]);
        Assert.Equal("AgentMail-Webhooks/1.0", call.Headers["user-agent"]);
        Assert.Equal("ev_1", call.Headers["webhook-id"]);
        Assert.Equal(WebhookSignature.Of("ev_1", call.Headers["webhook-timestamp"], Body, [Secret]), call.Headers["webhook-signature"]);
        Assert.Equal(
            ["content-length", "content-type", "host", "user-agent", "webhook-id", "webhook-signature", "webhook-timestamp"], call.Headers.Keys.Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, WebhookFailure?, int?> Plays => new()
    {
        { nameof(CallPlay.Hang), WebhookFailure.Timeout, null },
        { nameof(CallPlay.Cut), WebhookFailure.ConnectionBroken, null },
        { nameof(CallPlay.HalfAnswer), WebhookFailure.ConnectionBroken, null },
        { nameof(CallPlay.HalfBody), null, 200 },
        { nameof(CallPlay.Garbage), WebhookFailure.InvalidAnswer, null },
        { nameof(CallPlay.HugeHeaders), WebhookFailure.AnswerTooLarge, null },
    };

    [Theory]
    [MemberData(nameof(Plays))]
    public async Task Whatever_it_does_has_a_word(string play, WebhookFailure? failure, int? status)
    {
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => (CallPlay)typeof(CallPlay).GetProperty(play)!.GetValue(null)!;

        var answer = await CallAsync(endpoint.Url, timeout: TimeSpan.FromSeconds(2));

        Assert.Equal((failure, status), (answer.Failure, answer.HttpStatus));
        Assert.Equal(failure is null, answer.Detail is null);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task Of_a_huge_answer_only_a_little_is_read(int status)
    {
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => CallPlay.HugeBody(status);

        Assert.Equal(status, (await CallAsync(endpoint.Url)).HttpStatus);

        // The rest is what the system's buffers take before the other side has hung up.
        Assert.InRange(endpoint.Flooded, 0, 19 * 1024 * 1024);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var trap = ScriptedEndpoint.Start();
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => CallPlay.Answer(307, "", ("Location", trap.Url));

        var answer = await CallAsync(endpoint.Url);

        Assert.Equal((WebhookFailure.Redirected, 307), (answer.Failure, answer.HttpStatus));
        Assert.Empty(trap.Calls);
    }

    [Fact]
    public async Task What_it_says_is_shown_in_short_and_when_to_come_again_is_heard()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => CallPlay.Answer(503, "deploying\r\n\u001b[1m" + new string('x', 5000), ("Retry-After", "90"), ("Set-Cookie", "a=b"));

        var answer = await CallAsync(endpoint.Url);

        Assert.Equal(TimeSpan.FromSeconds(90), answer.RetryAfter);
        Assert.Contains("It says: deploying [1mxxx", answer.Detail, StringComparison.Ordinal);
        Assert.InRange(answer.Detail!.Length, 100, 500);
    }

    [Fact]
    public async Task Cookies_are_not_kept_and_the_connection_is()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => CallPlay.Answer(200, "", ("Set-Cookie", "session=1"));
        using var caller = Caller();

        for (var i = 0; i < 3; i++)
            await caller.CallAsync(CallOf(endpoint.Url), Cancellation);

        Assert.Equal((3, 1), (endpoint.Calls.Count, endpoint.Connections));
        Assert.DoesNotContain(endpoint.Calls, call => call.Headers.ContainsKey("cookie"));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var authority = new TestCertificateAuthority();
        using var certificate = authority.IssueForLoopback();
        await using var endpoint = ScriptedEndpoint.Start(certificate);

        var answer = await CallAsync(endpoint.Url);

        Assert.Equal(WebhookFailure.Tls, answer.Failure);
        Assert.Contains("certificate", answer.Detail, StringComparison.Ordinal);
        Assert.Empty(endpoint.Calls);
    }

    [Fact]
    public async Task Nothing_listens() =>
        Assert.Equal(WebhookFailure.ConnectionRefused, (await CallAsync($"http://127.0.0.1:{Loopback.FreePort()}/")).Failure);

    [Theory]
    [InlineData(SocketError.HostNotFound, WebhookFailure.HostUnknown)]
    [InlineData(SocketError.NoData, WebhookFailure.HostUnknown)]
    [InlineData(SocketError.TryAgain, WebhookFailure.LookupFailed)]
    public async Task The_host_is_not_found(SocketError error, WebhookFailure failure) =>
        Assert.Equal(failure, (await CallAsync("http://crm.example.com/", lookup: new Lookup(_ => throw new SocketException((int)error)))).Failure);

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://0.0.0.0:{0}/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://100.100.100.200/")]
    public async Task Private_addresses_are_refused_however_they_are_spelled(string url)
    {
        await using var endpoint = ScriptedEndpoint.Start();

        var answer = await CallAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, url, endpoint.Port), allowPrivate: false);

        Assert.Equal(WebhookFailure.AddressNotAllowed, answer.Failure);
        Assert.Contains("AgentMail:AllowPrivateNetworks", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(0, endpoint.Connections);
    }

    /// <summary>A name server that gives a public address to whoever checks and a private one to whoever connects: nobody asks twice.</summary>
    [Fact]
    public async Task A_name_that_changes_between_check_and_use_leads_nowhere()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        var asked = 0;
        var lookup = new Lookup(_ => ++asked == 1 ? [IPAddress.Parse("203.0.113.77"), IPAddress.Parse("127.0.0.1")] : [IPAddress.Loopback]);

        var answer = await CallAsync($"http://rebinding.example.com:{endpoint.Port}/", allowPrivate: false, lookup: lookup);

        Assert.Equal((WebhookFailure.AddressNotAllowed, 1), (answer.Failure, asked));
        Assert.Equal(0, endpoint.Connections);
    }

    [Fact]
    public async Task The_address_that_was_checked_is_the_one_that_is_connected_to_and_each_connection_is_checked()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => new CallPlay("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", AfterAnswer.Close);
        var asked = new List<string>();
        using var caller = Caller(lookup: new Lookup(host => { asked.Add(host); return [IPAddress.Loopback]; }));

        for (var i = 0; i < 2; i++)
            Assert.Null((await caller.CallAsync(CallOf($"http://crm.example.com:{endpoint.Port}/"), Cancellation)).Answer.Failure);

        Assert.Equal(["crm.example.com", "crm.example.com"], asked);
        Assert.Equal($"crm.example.com:{endpoint.Port}", endpoint.Calls[0].Headers["host"]);
    }

    [Fact]
    public async Task Plain_http_is_not_spoken_where_it_is_not_allowed()
    {
        await using var endpoint = ScriptedEndpoint.Start();

        Assert.Equal(WebhookFailure.HttpNotAllowed, (await CallAsync(endpoint.Url, allowHttp: false)).Failure);
        Assert.Equal(0, endpoint.Connections);
    }

    [Fact]
    public async Task Without_a_secret_nothing_goes_out()
    {
        await using var endpoint = ScriptedEndpoint.Start();
        using var caller = Caller();

        Assert.Equal(WebhookFailure.SecretUnreadable, (await caller.CallAsync(CallOf(endpoint.Url) with { Secrets = [] }, Cancellation)).Answer.Failure);
        Assert.Equal(0, endpoint.Connections);
    }

    [Fact]
    public async Task A_lookup_that_hangs_ends_with_the_call()
    {
        var began = Stopwatch.StartNew();

        var answer = await CallAsync("http://crm.example.com/", timeout: TimeSpan.FromSeconds(1), lookup: new Lookup(null));

        Assert.Equal(WebhookFailure.Timeout, answer.Failure);
        Assert.InRange(began.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(10));
    }

    private static WebhookCall CallOf(string url) => new(url, "ev_1", Body, [Secret]);

    private async Task<WebhookAnswer> CallAsync(string url, bool allowPrivate = true, bool allowHttp = true, TimeSpan? timeout = null, IHostLookup? lookup = null)
    {
        using var caller = Caller(allowPrivate, allowHttp, timeout, lookup);
        return (await caller.CallAsync(CallOf(url), Cancellation)).Answer;
    }

    private WebhookCaller Caller(bool allowPrivate = true, bool allowHttp = true, TimeSpan? timeout = null, IHostLookup? lookup = null)
    {
        var mode = new RunMode(null, null, null);
        var options = Options.Create(new WebhookOptions { AllowHttp = allowHttp, Timeout = timeout ?? TimeSpan.FromSeconds(15) });
        var networks = new NetworkPolicy(Options.Create(new AgentMailOptions { AllowPrivateNetworks = allowPrivate }), mode);
        return new(
            new(networks, lookup ?? SystemLookup.Instance, options, TimeProvider.System), new(networks, options, mode),
            new WebhookMetrics(_services.GetRequiredService<IMeterFactory>(), TimeProvider.System), options, TimeProvider.System);
    }

    private sealed class Lookup(Func<string, IPAddress[]>? answer) : IHostLookup
    {
        public async Task<IPAddress[]> AddressesAsync(string host, CancellationToken ct)
        {
            if (answer is null)
                await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            return answer!(host);
        }
    }
}
