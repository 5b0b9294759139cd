using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Tests.Core.Json;

namespace AgentMail.Tests.Core.Messaging;

/// <summary>Ids only on the bus: a member that is new there is looked at by somebody, because this list fails.</summary>
public sealed class MessageSecrecyTests
{
    [Theory]
    [InlineData(typeof(DeliverDue), "Lanes")]
    [InlineData(typeof(WakeLanes), "Lanes")]
    [InlineData(typeof(TakeLanes), "Worker Lanes")]
    [InlineData(typeof(ApplyConfiguration), "OperationId")]
    [InlineData(typeof(RunTestEmail), "TenantId Subject Id BeginBefore TypedId EvenIfDisabled")]
    [InlineData(typeof(ConfigurationApplied), "OperationId Outcome Created Version Problems")]
    [InlineData(typeof(ConfigurationProblem), "Pointer Code Detail")]
    [InlineData(typeof(TestEmailBegun), "")]
    [InlineData(typeof(TestEmailResult), "Outcome Detail Stages Field Hint MessageId")]
    [InlineData(typeof(TestStage), "Stage Ok DurationMs Detail")]
    public void Each_message_has_these_members_and_none_for_a_secret_or_a_body(Type type, string members) =>
        Assert.Equal(members, string.Join(' ', ContractSamples.MembersOf(type).Select(m => m.Name)));
}
