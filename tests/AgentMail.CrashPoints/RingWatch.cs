using System.Diagnostics;

namespace AgentMail.CrashPoints;

/// <summary>Hears from MassTransit's tracing that a message is about to be given to the transport.</summary>
internal static class RingWatch
{
    private const string Source = "MassTransit";
    private const string Message = "deliver-due";

    public static ActivityListener For(Obedience orders) => new()
    {
        ShouldListenTo = source => source.Name == Source,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        ActivityStarted = activity =>
        {
            if (activity.Kind == ActivityKind.Producer && activity.DisplayName.Contains(Message, StringComparison.Ordinal))
                orders.At(CrashPoint.Ringing);
        },
    };
}
