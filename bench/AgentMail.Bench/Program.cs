using AgentMail.Bench;
using AgentMail.Bench.Crash;
using AgentMail.Bench.EndToEnd;
using AgentMail.Bench.Isolation;
using AgentMail.Bench.Lanes;
using AgentMail.Bench.Micro;
using AgentMail.Bench.Scale;
using AgentMail.Bench.Sink;

switch (args)
{
    case ["e2e", .. var rest]:
        await EndToEndRun.RunAsync(EndToEndOptions.Parse(rest));
        break;
    case ["crash", .. var rest]:
        return await CrashCommand.RunAsync(CrashOptions.Parse(rest)) ? 0 : 1;
    case ["lanes", .. var rest]:
        await LanesRun.RunAsync(rest);
        break;
    case ["isolation", .. var rest]:
        await IsolationRun.RunAsync(IsolationOptions.Parse(rest));
        break;
    case ["scale", .. var rest]:
        await ScaleRun.RunAsync(ScaleOptions.Parse(rest));
        break;
    case ["counter"]:
        await CounterRun.RunAsync();
        break;
    case ["micro"]:
        await MicroRun.RunAsync();
        break;
    case [SinkProcess.Command]:
        await SinkProgram.RunAsync();
        break;
    default:
        await Console.Error.WriteLineAsync(Usage.Text);
        return 2;
}
return 0;
