using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;

namespace AgentMail.Bench.Micro;

/// <summary>Times the parts of the hot path, one after the other.</summary>
internal static class MicroRun
{
    private const int Group = 100;

    public static async Task RunAsync()
    {
        await using var host = await MicroHost.StartAsync();
        var (database, sealer, identities) = (host.Get<Database>(), host.Get<SecretSealer>(), host.Get<IdentityCache>());
        await Samples.SaveAgentAsync(database, sealer);
        await using var db = database.Read();
        var sources = (await IdentityLoader.AgentAsync(db, Samples.TenantId, Samples.AgentId, CancellationToken.None))!;
        var (owner, sender) = (SecretOwners.Agent(Samples.AgentId), new SenderHeader(Samples.Address, "Ann"));
        var box = sealer.Seal(Samples.TenantId, owner, Samples.Password);
        var reply = 0;

        Console.WriteLine($"{"per call",-34} {"CPU µs",10} {"µs",10} {"bytes",9}");
        await ShowAsync("compose, 2 KB html and signature", () =>
            EmailComposer.Compose(Samples.Draft, sender, Samples.Signature, InternetMessageId.New(Samples.Address), Samples.Date));
        await ShowAsync("resolve, rows at hand", () => IdentityResolver.Resolve(sources));
        Show("resolve, by the cache", await Timing.OfAsync(() => identities.ResolveAsync(Samples.TenantId, SenderKind.Agent, Samples.AgentId, CancellationToken.None)));
        await ShowAsync("classify a refusal", () => ReplyClassifier.Classify(SmtpStage.RcptTo, Samples.Refusals[reply++ % Samples.Refusals.Count]));
        await ShowAsync("seal a password", () => sealer.Seal(Samples.TenantId, owner, Samples.Password));
        await ShowAsync("open a password", () => sealer.TryOpen(Samples.TenantId, owner, box));
        Show("append an event, alone", await Timing.OfAsync(AppendAsync));
        Show($"append an event, {Group} at once", await Timing.OfAsync(AppendAsync, Group));

        Task AppendAsync() => database.WriteAsync((tx, _) =>
        {
            tx.Append(Samples.Event);
            return Task.CompletedTask;
        });
    }

    private static async Task ShowAsync<T>(string name, Func<T> call) => Show(name, await Timing.OfAsync(() => { call(); }));

    private static void Show(string name, Timing timing) => Console.WriteLine($"{name,-34} {timing}");
}
