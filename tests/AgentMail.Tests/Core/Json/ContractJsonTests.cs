using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Json;

namespace AgentMail.Tests.Core.Json;

/// <summary>While versions run side by side, each reads what the other wrote: of every contract, with a member more and with each member less.</summary>
public sealed class ContractJsonTests
{
    public static TheoryData<Type> Contracts() => [.. ContractSamples.Types];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void A_member_that_nobody_knows_yet_is_ignored(Type type)
    {
        var json = ContractSamples.Stored(type);
        var written = json.ToJsonString();
        json["fromTheFuture"] = new JsonObject { ["deep"] = true };

        Assert.Equal(written, Written(type, Read(type, json)));
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void A_member_that_is_not_there_has_its_default_or_makes_the_whole_unreadable(Type type)
    {
        foreach (var member in ContractSamples.MembersOf(type))
        {
            var json = ContractSamples.Stored(type);
            json.Remove(ContractSamples.NameOf(member));

            var value = Read(type, json, out var problem);

            if (ContractSamples.IsOptional(member))
                Assert.Equal(member.HasDefaultValue ? member.DefaultValue : null, type.GetProperty(member.Name!)!.GetValue(value));
            else
                Assert.Contains(ContractSamples.NameOf(member), problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Null_stands_only_where_the_contract_allows_it(Type type)
    {
        foreach (var member in ContractSamples.MembersOf(type).Where(m => !m.ParameterType.IsValueType))
        {
            var json = ContractSamples.Stored(type);
            json[ContractSamples.NameOf(member)] = null;

            var value = Read(type, json, out _);

            Assert.Equal(!ContractSamples.IsOptional(member) || Defaulted(member), value is null);
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"kind": "save-the-world"}""")]
    [InlineData("""{"kind": "remove-server", "id": 7}""")]
    [InlineData("""{"id": "main", "expectedVersion": null}""")]
    public void What_is_no_command_at_all_is_an_outcome_too(string json)
    {
        Assert.Null(ContractJson.TryRead<ConfigurationCommand>(json, out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void A_reply_with_an_outcome_of_a_later_version_is_unreadable() =>
        Assert.Null(ContractJson.TryRead<ConfigurationApplied>("""{"operationId": "op_1", "outcome": "postponed", "created": true, "version": 1, "problems": []}""", out _));

    // A default that is no null, such as false, does not make null a value.
    private static bool Defaulted(System.Reflection.ParameterInfo member) => member is { HasDefaultValue: true, DefaultValue: not null };

    private static object? Read(Type type, JsonObject json) => Read(type, json, out _);

    private static object? Read(Type type, JsonObject json, out string? problem)
    {
        var contract = type.IsAssignableTo(typeof(ConfigurationCommand)) ? typeof(ConfigurationCommand) : type;
        object?[] arguments = [json.ToJsonString(), null];
        var value = typeof(ContractJson).GetMethod(nameof(ContractJson.TryRead))!.MakeGenericMethod(contract).Invoke(null, arguments);
        problem = (string?)arguments[1];
        return value;
    }

    private static string Written(Type type, object? value) =>
        JsonSerializer.Serialize(value, type.IsAssignableTo(typeof(ConfigurationCommand)) ? typeof(ConfigurationCommand) : type, AgentMailJson.Options);
}
