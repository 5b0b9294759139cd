using AgentMail.Api.Warnings;
using AgentMail.Core.Identities;

namespace AgentMail.Api.Agents;

/// <summary>The From list of an agent.</summary>
/// <param name="Items">The own address first, then each channel open to the agent.</param>
internal sealed record FromAddressList(IReadOnlyList<FromAddressView> Items);

/// <summary>An address that the agent may choose as From.</summary>
/// <param name="From"><c>agent</c> or <c>channel:&lt;id&gt;</c>.</param>
/// <param name="Address">The address; null while the agent has none.</param>
/// <param name="DisplayName">Name beside it.</param>
/// <param name="IsDefault">Filled in when the agent writes.</param>
/// <param name="CanSend">Whether it can send now.</param>
/// <param name="Reason">Why not; null when it can.</param>
/// <param name="SendsAs">Address that From will show; null when it cannot send.</param>
internal sealed record FromAddressView(
    string From, string? Address, string? DisplayName, bool IsDefault, bool CanSend, WarningView? Reason, string? SendsAs)
{
    public static FromAddressView Of(FromChoice choice) => new(
        choice.From, choice.Address, choice.DisplayName, choice.IsDefault, choice.Refusal is null,
        choice.Refusal is { } refusal ? WarningView.Of(refusal.Rule, refusal.Detail) : null, choice.SendsAs);
}
