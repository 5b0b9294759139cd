using System.Diagnostics;

namespace AgentMail.TestKit.Crashes;

/// <summary>Tells when a figure has not moved for too long.</summary>
internal sealed class Stillness(TimeSpan patience)
{
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private int? _last;

    public bool LastsAt(int figure)
    {
        if (figure != _last)
        {
            _last = figure;
            _since.Restart();
        }
        return _since.Elapsed > patience;
    }
}
