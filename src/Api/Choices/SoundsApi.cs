using System.Collections.Frozen;
using AgentMail.Core.Agents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace AgentMail.Api.Choices;

/// <summary>The sounds themselves. No key: a page's audio element cannot send one, and there is nothing to hide.</summary>
internal static class SoundsApi
{
    private const string CacheForADay = "public, max-age=86400";

    private static readonly Lazy<FrozenDictionary<string, byte[]>> Files = new(() =>
        InteractionSounds.All.Where(s => s.Tones.Count > 0).ToFrozenDictionary(s => s.Id, s => SoundFile.Render(s.Tones)));

    public static void MapSounds(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/sounds/{id}.wav", [HttpMethods.Get, HttpMethods.Head], GetSound).ExcludeFromDescription();

    /// <summary>Where a sound can be heard; null for silence.</summary>
    public static string? UrlOf(InteractionSound sound) => sound.Tones.Count > 0 ? $"/sounds/{sound.Id}.wav" : null;

    private static Results<FileContentHttpResult, NotFound> GetSound(string id, HttpResponse response)
    {
        if (!Files.Value.TryGetValue(id, out var file))
            return TypedResults.NotFound();
        response.Headers[HeaderNames.CacheControl] = CacheForADay;
        return TypedResults.File(file, "audio/wav", enableRangeProcessing: true);
    }
}
