using System.Text.Json.Serialization;
using AgentMail.Api.Auth;
using AgentMail.Api.OpenApi;
using AgentMail.Core.Agents;
using AgentMail.Core.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentMail.Api.Choices;

/// <summary>What profiles choose from.</summary>
internal static class ChoicesApi
{
    // A day and a month above 12 and below 10: one look tells day from month and padding from none.
    private static readonly DateOnly ExampleDate = new(2026, 3, 29);

    public static void MapChoices(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("").WithTags(RouteTags.Choices).RequireRoles(Role.Admin, Role.Sender, Role.Agent, Role.Monitor);
        group.MapGet("/date-formats", ListDateFormats);
        group.MapGet("/interaction-sounds", ListInteractionSounds);
    }

    /// <summary>Lists the date formats, each with an example.</summary>
    private static Ok<ChoiceList<DateFormatView>> ListDateFormats() =>
        TypedResults.Ok(new ChoiceList<DateFormatView>([.. DateFormats.All.Select(f => new DateFormatView(f, DateFormats.Format(ExampleDate, f)))]));

    /// <summary>Lists the interaction sounds, each with where to hear it.</summary>
    private static Ok<ChoiceList<InteractionSoundView>> ListInteractionSounds() =>
        TypedResults.Ok(new ChoiceList<InteractionSoundView>([.. InteractionSounds.All.Select(s => new InteractionSoundView(s.Id, s.Label, SoundsApi.UrlOf(s)))]));
}

/// <summary>A list of choices, whole.</summary>
internal sealed record ChoiceList<T>(IReadOnlyList<T> Items);

/// <summary>A date format to choose.</summary>
/// <param name="Id">What a profile names.</param>
/// <param name="Example">How a date looks in it.</param>
internal sealed record DateFormatView(string Id, string Example);

/// <summary>An interaction sound to choose.</summary>
/// <param name="Id">What a profile names.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Url">A WAV file, served without a key; left out for silence.</param>
internal sealed record InteractionSoundView(
    string Id, string Label, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url);
