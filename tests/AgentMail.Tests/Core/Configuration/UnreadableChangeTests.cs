using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Configuration;
using AgentMail.Core.Json;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Configuration;

/// <summary>Changes that a process of another version stored: applied where they can be read, refused with words where not, and never tried for ever.</summary>
public sealed class UnreadableChangeTests : ConfigurationTest
{
    [Fact]
    public async Task A_member_of_a_later_version_is_left_out_and_one_that_may_be_missing_has_its_default()
    {
        var reply = await ApplyAsync(command =>
        {
            command["fromTheFuture"] = 1;
            command.Remove("expectedVersion");
        });

        Assert.Equal(ConfigurationOutcome.Applied, reply.Outcome);
    }

    [Theory]
    [InlineData("displayName", null)]
    [InlineData("channels", null)]
    [InlineData("enabled", "perhaps")]
    [InlineData("kind", "save-the-world")]
    [InlineData("kind", null)]
    public async Task What_this_version_cannot_read_is_refused_once_and_for_good(string member, string? value)
    {
        var reply = await ApplyAsync(command =>
        {
            command.Remove(member);
            if (value is not null)
                command.Insert(0, member, value);
        });

        Assert.Equal(ConfigurationOutcome.Conflict, reply.Outcome);
        Assert.Contains("another version", Assert.Single(reply.Problems).Detail, StringComparison.Ordinal);
        await using var db = Db.Read();
        Assert.Equal(OperationStatus.Refused, (await db.Operations.SingleAsync(o => o.Id == reply.OperationId, Cancellation)).Status);
        Assert.Empty(await Applier.PendingAsync(10, Cancellation));
    }

    private async Task<ConfigurationApplied> ApplyAsync(Action<JsonObject> otherwise)
    {
        var id = await Desk.RequestAsync(Change.Agent("ann"));
        var command = JsonSerializer.SerializeToNode<ConfigurationCommand>(Change.Agent("ann"), AgentMailJson.Options)!.AsObject();
        otherwise(command);
        var json = command.ToJsonString();
        await Db.Door.WriteAsync((tx, ct) => tx.Db.Operations.Where(o => o.Id == id).ExecuteUpdateAsync(s => s.SetProperty(o => o.Command, json), ct), Cancellation);
        return (await Applier.ApplyAsync(id, Cancellation))!;
    }
}
