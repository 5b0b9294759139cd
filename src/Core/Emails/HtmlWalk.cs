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
            case HtmlCommentToken comment when _skipping is null && $"<!--{comment.Comment}-->" == SignaturePlacement.Mark:
                layout.CutHere();
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
        if (HtmlTags.IsUnseen(tag))
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
                layout.Write(HtmlTags.Attribute(tag, HtmlAttributeId.Alt) ?? "");
                break;
            case HtmlTagId.A:
                CloseLink();
                (_link, _linkStart) = (LinkText.Target(HtmlTags.Attribute(tag, HtmlAttributeId.Href)), layout.Length);
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

    // Asked for outside of what the tag opens or closes: a list within a list is no paragraph of its own.
    private void BreakAround(HtmlTagId tag)
    {
        if (HtmlTags.Breaks(tag, inList: _lists.Count > 0) is var lines and > 0)
            layout.Break(lines);
    }

    private void Skip(HtmlTagToken tag)
    {
        if (tag.IsEmptyElement || !tag.Name.Equals(_skipping, StringComparison.OrdinalIgnoreCase))
            return;
        _skipDepth += tag.IsEndTag ? -1 : 1;
        if (_skipDepth == 0)
            _skipping = null;
    }

    private sealed class OpenList(int outerIndent, bool isOrdered)
    {
        private int _number;

        public int OuterIndent => outerIndent;

        public string NextMarker() => isOrdered ? string.Create(CultureInfo.InvariantCulture, $"{++_number}. ") : "- ";
    }
}
