using AgentMail.Core.Events;
using AgentMail.Core.Webhooks;

namespace AgentMail.Tests.Core.Webhooks;

public sealed class WebhookTypesTests
{
    [Theory]
    [InlineData("*", "email.sent", true)]
    [InlineData("*", "server.updated", true)]
    [InlineData("email.*", "email.sent", true)]
    [InlineData("email.*", "identity.paused", false)]
    [InlineData("email.sent", "email.sent", true)]
    [InlineData("email.sent", "email.sending", false)]
    [InlineData("email.sen", "email.sent", false)]
    [InlineData("identity.*", "identity.tested", true)]
    public void A_type_a_kind_or_everything_can_be_asked_for(string asked, string type, bool told) => Assert.Equal(told, WebhookTypes.Match([asked], type));

    [Fact]
    public void One_entry_of_many_is_enough() => Assert.True(WebhookTypes.Match(["identity.*", "email.failed"], "email.failed"));

    [Fact]
    public void There_are_all_types_all_kinds_and_everything() => Assert.Equal(
        [
            "*", "email.*", "identity.*", "profile.*", "channel.*", "server.*", "email.scheduled", "email.queued", "email.sending", "email.sent", "email.delayed",
            "email.held", "email.uncertain", "email.failed", "email.delivered", "email.bounced", "email.cancelled", "identity.paused", "identity.recovered",
            "identity.tested", "profile.updated", "channel.updated", "server.updated",
        ], WebhookTypes.All);

    [Theory]
    [InlineData("email")]
    [InlineData("email.")]
    [InlineData("email.lost")]
    [InlineData("webhook.test")]
    [InlineData("EMAIL.SENT")]
    [InlineData("**")]
    [InlineData("")]
    public void What_never_happens_cannot_be_asked_for(string name) => Assert.False(WebhookTypes.IsKnown(name));

    [Fact]
    public void Whoever_adds_a_constant_to_the_event_types_puts_it_in_the_list_of_all()
    {
        var constants = typeof(EventTypes).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

        Assert.All(constants, type => Assert.Contains(type, EventTypes.All));
    }
}
