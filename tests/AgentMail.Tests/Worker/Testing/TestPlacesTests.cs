using AgentMail.Contracts.Commands;
using AgentMail.Worker.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.Tests.Worker.Testing;

public sealed class TestPlacesTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TestPlaces _places;

    public TestPlacesTests() => _places = new(Options.Create(new AgentMail.Core.TestEmails.TestEmailOptions { MaxConcurrent = 4, MaxPerMinute = 3 }), _clock);

    [Fact]
    public void One_tenant_gets_half_of_the_places_and_gives_them_back()
    {
        var first = Take("acme", "ann");
        Assert.NotNull(Take("acme", "bea"));
        Assert.Null(Take("acme", "cyd"));
        Assert.NotNull(Take("globex", "ann"));

        first!.Dispose();

        Assert.NotNull(Take("acme", "cyd"));
    }

    [Fact]
    public void One_subject_is_tested_once_at_a_time()
    {
        Assert.NotNull(Take("acme", "ann"));
        Assert.Null(Take("acme", "ann"));
        Assert.NotNull(_places.TryTake(new("acme", TestSubjectKind.Channel, "ann", DateTimeOffset.MaxValue)));
    }

    [Fact]
    public void One_subject_is_tested_so_often_within_a_minute_and_others_do_not_notice()
    {
        for (var i = 0; i < 3; i++)
            Take("acme", "ann")!.Dispose();
        Assert.Null(Take("acme", "ann"));
        Take("acme", "bea")!.Dispose();
        Take("globex", "ann")!.Dispose();

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.NotNull(Take("acme", "ann"));
    }

    private IDisposable? Take(string tenantId, string agentId) => _places.TryTake(new(tenantId, TestSubjectKind.Agent, agentId, DateTimeOffset.MaxValue));
}
