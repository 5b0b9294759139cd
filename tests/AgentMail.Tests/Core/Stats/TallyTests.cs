using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Json;
using AgentMail.Core.Stats;
using CsCheck;

namespace AgentMail.Tests.Core.Stats;

public sealed class TallyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Ids = [.. Enumerable.Range(0, 5).Select(i => EmailId.New(Noon.AddMinutes(25 * i)))];

    private static readonly Gen<EventRow> AnEvent = Gen.Select(
        OneOf(Ids), OneOf(Enum.GetValues<EmailStatus>()), OneOf("own", "other"), Gen.Int[0, 180],
        (id, status, server, minute) => Event(id, "email." + WireEnum<EmailStatus>.Name(status), server, Noon.AddMinutes(minute)));

    /// <summary>Whatever happens, and wherever the log is cut into batches, each email is counted once, where it stands.</summary>
    [Fact]
    public void The_sum_of_all_changes_is_a_recount_however_the_log_is_cut() => Gen.Select(AnEvent.Array[0, 60], Gen.Int[1, 7], Gen.Int[1, 3]).Sample((events, batch, memory) =>
    {
        var counts = new Dictionary<Standing, long>();
        var last = new Dictionary<string, Standing>();
        var recent = new RecentStandings(memory);
        foreach (var rows in events.Chunk(batch))
        {
            // What is not remembered is looked up in the log.
            var tally = Tally.Of(rows, id => recent.Find(id) ?? last.GetValueOrDefault(id));
            recent.Follow(tally.Last, 0);
            foreach (var (at, by) in tally.Emails)
                counts[at] = counts.GetValueOrDefault(at) + by;
            foreach (var (id, at) in tally.Last)
                last[id] = at;
        }

        var recount = events.GroupBy(e => e.EmailId).Select(e => Standing.Of(e.Last())!).CountBy(s => s).ToDictionary(s => s.Key, s => (long)s.Value);
        Assert.Equal(recount.OrderBy(c => c.Key.ToString(), StringComparer.Ordinal), counts.Where(c => c.Value != 0).OrderBy(c => c.Key.ToString(), StringComparer.Ordinal));
    });

    [Fact]
    public void An_email_that_was_queued_tried_and_sent_among_them_is_one_change()
    {
        var tally = Tally.Of([Event(Ids[0], "email.queued"), Event(Ids[0], "email.sending"), Event(Ids[0], "email.sent")], _ => null);

        var only = Assert.Single(tally.Emails);
        Assert.Equal((new Standing("acme", Noon, EmailStatus.Sent, "own", SenderKind.Agent, "ann"), 1L), (only.Key, only.Value));
        Assert.Equal(3, tally.Events.Values.Sum());
    }

    [Theory]
    [InlineData(null, EmailStatus.Queued, "Queued +1")]
    [InlineData(EmailStatus.Queued, EmailStatus.Sending, "Queued -1, Sending +1")]
    [InlineData(EmailStatus.Scheduled, EmailStatus.Scheduled, "")]
    public void A_move_is_one_less_there_and_one_more_here(EmailStatus? from, EmailStatus to, string changes)
    {
        var at = new Standing("acme", Noon, to, "own", SenderKind.Agent, "ann");

        Assert.Equal(changes, string.Join(", ", CountChange.Of(from is { } was ? at with { Status = was } : null, at).Select(c => $"{c.At.Status} {c.By:+0;-0}")));
    }

    [Theory]
    [InlineData("identity.paused", """{"sender":{"kind":"agent","id":"ann","serverId":"own"}}""")]
    [InlineData("email.opened", """{"sender":{"kind":"agent","id":"ann","serverId":"own"}}""")]
    [InlineData("email.sent", """{"sender":{"kind":"robot","id":"ann","serverId":"own"}}""")]
    [InlineData("email.sent", """{"sender":{"kind":"agent","id":"ann"}}""")]
    [InlineData("email.sent", """{"sender":null}""")]
    [InlineData("email.sent", """{"metadata":{"sender":{"kind":"agent","id":"ann","serverId":"own"}}}""")]
    public void What_says_nothing_of_an_email_moves_none(string type, string data) => Assert.Null(Standing.Of(Row(Ids[0], type, data, Noon)));

    [Fact]
    public void Every_event_of_an_email_says_where_it_stands() => Assert.All(
        Enum.GetValues<EmailStatus>(), status => Assert.Equal(status, Standing.Of(Event(Ids[1], EventTypes.Email(status)))?.Status));

    [Fact]
    public void What_is_remembered_is_bounded_and_true_as_of_one_place_only()
    {
        var recent = new RecentStandings(2);
        var at = new Standing("acme", Noon, EmailStatus.Queued, "own", SenderKind.Agent, "ann");
        recent.Require(5);
        foreach (var i in Enumerable.Range(0, 5))
            recent.Follow(new Dictionary<string, Standing> { [Ids[i]] = at }, 6 + i);

        Assert.Equal([false, false, true, true, true], Ids.Select(id => recent.Find(id) is not null));
        recent.Follow(new Dictionary<string, Standing> { [Ids[4]] = at with { Status = EmailStatus.Sent } }, 11);
        Assert.Null(recent.Find(Ids[4]));
        recent.Require(11);
        Assert.NotNull(recent.Find(Ids[3]));
        recent.Require(12);
        Assert.Null(recent.Find(Ids[3]));
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static EventRow Event(string id, string type, string server = "own", DateTimeOffset? at = null) => Row(
        id, type, $$"""{"emailId":"{{id}}","messageId":"<1@x>","status":"x","sender":{"kind":"agent","id":"ann","agentId":null,"address":"a@b","serverId":"{{server}}","configVersion":1},"recipients":[]}""", at ?? Noon);

    private static EventRow Row(string id, string type, string data, DateTimeOffset at) =>
        new() { Number = 1, TenantId = "acme", Type = type, Timestamp = at, EmailId = id, Data = data };
}
