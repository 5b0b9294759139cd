using System.Globalization;
using MimeKit.Text;

namespace AgentMail.Core.Emails;

/// <summary>Knows what each tag means for the layout of text.</summary>
internal sealed class HtmlWalk(TextLayout layout)
{
    private readonly Stack<OpenList> _lists = new();
    private string? _skipping;
    private int _skipDepth;
    private int _preDepth;
    private bool _cellBefore;
    private string? _link;
    private int _linkStart;

    public void Take(HtmlToken token)
    {
        switch (token)
        {
            case HtmlTagToken tag when _skipping is not null:
                Skip(tag);
                break;
            case HtmlTagToken { IsEndTag: true } tag:
                Close(tag.Id);
                break;
            case HtmlTagToken tag:
                Open(tag);
                break;
            case HtmlDataToken data when _skipping is null:
                if (_preDepth > 0)
                    layout.WriteVerbatim(data.Data);
                else
                    layout.Write(data.Data);
                break;
        }
    }

    private void Open(HtmlTagToken tag)
    {
        if (IsUnseen(tag))
        {
            (_skipping, _skipDepth) = (tag.Name, 1);
            return;
        }
        BreakAround(tag.Id);
        switch (tag.Id)
        {
            case HtmlTagId.Br:
                layout.LineBreak();
                break;
            case HtmlTagId.HR:
                layout.Write("----------");
                layout.Break(2);
                break;
            case HtmlTagId.Pre:
                _preDepth++;
                break;
            case HtmlTagId.BlockQuote:
                layout.Quote(+1);
                break;
            case HtmlTagId.UL or HtmlTagId.OL:
                _lists.Push(new OpenList(layout.Indent, tag.Id == HtmlTagId.OL));
                layout.Indent += tag.Id == HtmlTagId.OL ? 3 : 2;
                break;
            case HtmlTagId.LI:
                layout.Marker(_lists.TryPeek(out var list) ? list.NextMarker() : "- ");
                break;
            case HtmlTagId.TR:
                _cellBefore = false;
                break;
            case HtmlTagId.TD or HtmlTagId.TH:
                if (_cellBefore)
                    layout.Gap();
                _cellBefore = true;
                break;
            case HtmlTagId.Image:
                layout.Write(Attribute(tag, HtmlAttributeId.Alt) ?? "");
                break;
            case HtmlTagId.A:
                CloseLink();
                (_link, _linkStart) = (LinkText.Target(Attribute(tag, HtmlAttributeId.Href)), layout.Length);
                break;
        }
    }

    private void Close(HtmlTagId tag)
    {
        switch (tag)
        {
            case HtmlTagId.Pre:
                _preDepth = Math.Max(0, _preDepth - 1);
                break;
            case HtmlTagId.BlockQuote:
                layout.Quote(-1);
                break;
            case HtmlTagId.UL or HtmlTagId.OL when _lists.TryPop(out var list):
                layout.Indent = list.OuterIndent;
                layout.Marker("");
                break;
            case HtmlTagId.LI:
                layout.Marker("");
                break;
            case HtmlTagId.A:
                CloseLink();
                break;
        }
        BreakAround(tag);
    }

    private void CloseLink()
    {
        if (_link is not null && !LinkText.Says(layout.Since(_linkStart), _link))
            layout.Write($" <{_link}>");
        _link = null;
    }

    // Called outside of what the tag opens or closes: a list within a list is no paragraph of its own.
    private void BreakAround(HtmlTagId tag)
    {
        switch (tag)
        {
            case HtmlTagId.UL or HtmlTagId.OL or HtmlTagId.Menu or HtmlTagId.Dir:
                layout.Break(_lists.Count > 0 ? 1 : 2);
                break;
            case HtmlTagId.P or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4 or HtmlTagId.H5 or HtmlTagId.H6
                or HtmlTagId.BlockQuote or HtmlTagId.Pre or HtmlTagId.Table or HtmlTagId.DL or HtmlTagId.Figure or HtmlTagId.HR:
                layout.Break(2);
                break;
            case HtmlTagId.Div or HtmlTagId.LI or HtmlTagId.TR or HtmlTagId.DT or HtmlTagId.DD or HtmlTagId.Section or HtmlTagId.Article
                or HtmlTagId.Header or HtmlTagId.Footer or HtmlTagId.Nav or HtmlTagId.Main or HtmlTagId.Aside or HtmlTagId.Address
                or HtmlTagId.Center or HtmlTagId.Form or HtmlTagId.FieldSet or HtmlTagId.Caption or HtmlTagId.FigCaption or HtmlTagId.Body:
                layout.Break(1);
                break;
        }
    }

    // Only tags that must be closed may hide what is in them: an unclosed one hides the rest.
    private static bool IsUnseen(HtmlTagToken tag) => !tag.IsEmptyElement && tag.Id switch
    {
        HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title or HtmlTagId.NoScript or HtmlTagId.TextArea or HtmlTagId.IFrame => true,
        HtmlTagId.Div or HtmlTagId.Span => Attribute(tag, HtmlAttributeId.Style)?
            .Replace(" ", "", StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase) ?? false,
        _ => false,
    };

    private void Skip(HtmlTagToken tag)
    {
        if (tag.IsEmptyElement || !tag.Name.Equals(_skipping, StringComparison.OrdinalIgnoreCase))
            return;
        _skipDepth += tag.IsEndTag ? -1 : 1;
        if (_skipDepth == 0)
            _skipping = null;
    }

    private static string? Attribute(HtmlTagToken tag, HtmlAttributeId id)
    {
        foreach (var attribute in tag.Attributes)
            if (attribute.Id == id)
                return attribute.Value;
        return null;
    }

    private sealed class OpenList(int outerIndent, bool isOrdered)
    {
        private int _number;

        public int OuterIndent => outerIndent;

        public string NextMarker() => isOrdered ? string.Create(CultureInfo.InvariantCulture, $"{++_number}. ") : "- ";
    }
}
