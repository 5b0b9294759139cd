using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Messaging;
using AgentMail.Tests.Core.Json;
using MassTransit.Serialization;

namespace AgentMail.Tests.Core.Messaging;

/// <summary>What the bus's own serializer makes of messages of other versions, for everything that crosses the bus.</summary>
public sealed class CompletenessTests
{
    public static TheoryData<Type> Messages() =>
        [typeof(DeliverDue), typeof(WakeLanes), typeof(TakeLanes), typeof(ApplyConfiguration), typeof(RunTestEmail), typeof(ConfigurationApplied), typeof(TestEmailBegun), typeof(TestEmailResult)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_member_that_nobody_knows_yet_is_ignored(Type type)
    {
        var json = Json(type);
        json["fromTheFuture"] = new JsonArray(1, 2);

        Assert.Null(Completeness.Missing(Read(type, json)));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_required_member_that_is_not_there_or_null_is_named_and_an_optional_one_is_not_missed(Type type)
    {
        foreach (var member in ContractSamples.MembersOf(type))
        {
            var name = ContractSamples.NameOf(member);
            var json = Json(type);
            json.Remove(name);
            Assert.Equal(IsMissed(type, member.ParameterType, name) && !ContractSamples.IsOptional(member) ? name : null, Completeness.Missing(Read(type, json)));

            if (member.ParameterType.IsValueType)
                continue;
            json[name] = null;
            Assert.Equal(ContractSamples.IsOptional(member) ? null : name, Completeness.Missing(Read(type, json)));
        }
    }

    [Fact]
    public void What_is_within_a_list_is_looked_at_too()
    {
        Assert.Equal("lanes/item", Completeness.Missing(new DeliverDue([null!])));
        Assert.Equal("stages/detail", Completeness.Missing(new TestEmailResult(TestEmailOutcome.Passed, "", [new("data", true, 1, null!)], null, null, null)));
        Assert.Equal("problems/code", Completeness.Missing(new ConfigurationApplied("op_1", ConfigurationOutcome.Invalid, false, 0, [new("", null!, "")])));
    }

    // False, 0 and a change that was applied are what a worker says most often.
    private static bool IsMissed(Type message, Type member, string name) =>
        (!member.IsValueType || member.IsEnum || member == typeof(DateTimeOffset)) && (message, name) != (typeof(ConfigurationApplied), "outcome");

    private static JsonObject Json(Type type) => JsonSerializer.SerializeToNode(ContractSamples.Of(type), type, SystemTextJsonMessageSerializer.Options)!.AsObject();

    private static object Read(Type type, JsonObject json) => json.Deserialize(type, SystemTextJsonMessageSerializer.Options)!;
}
