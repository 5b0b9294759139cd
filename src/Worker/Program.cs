using AgentMail.Core.Hosting;
using AgentMail.Worker.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.AddAgentMailDefaults();
var mode = builder.Services.AddAgentMailCore(builder.Configuration);
WorkerProcess.Require(mode);
builder.Services.AddAgentMailWorker(mode);
builder.Services.AddWorkerProcess(builder.Configuration);

await builder.Build().RunAsync();
