using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace AgentMail.Core.Logging;

/// <summary>Writes what another formatter writes, with addresses masked: also those in messages of servers and libraries.</summary>
internal sealed class MaskingFormatter(ConsoleFormatter inner) : ConsoleFormatter(inner.Name), IDisposable
{
    [ThreadStatic]
    private static StringWriter? _line;

    /// <summary>Puts this before each formatter of the console.</summary>
    public static void AroundAll(IServiceCollection services)
    {
        foreach (var formatter in services.Where(s => s.ServiceType == typeof(ConsoleFormatter) && s.ImplementationType is not null).ToList())
        {
            services.Remove(formatter);
            services.AddSingleton<ConsoleFormatter>(
                provider => new MaskingFormatter((ConsoleFormatter)ActivatorUtilities.CreateInstance(provider, formatter.ImplementationType!)));
        }
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = _line ??= new StringWriter();
        try
        {
            inner.Write(logEntry, scopeProvider, line);
            textWriter.Write(AddressMask.Of(line.ToString()));
        }
        finally
        {
            line.GetStringBuilder().Clear();
        }
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();
}
