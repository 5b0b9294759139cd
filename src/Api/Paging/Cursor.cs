using System.Buffers.Text;
using System.Text;
using AgentMail.Core.Identifiers;

namespace AgentMail.Api.Paging;

/// <summary>Where a list goes on: the key of the last item, wrapped so that nobody builds one by hand.</summary>
internal static class Cursor
{
    private const int MaxLength = 256;

    public static string Encode(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    public static bool TryDecode(string text, out string key)
    {
        key = "";
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
            return false;
        key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        return ResourceId.IsValid(key);
    }
}
