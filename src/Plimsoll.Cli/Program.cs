using Plimsoll.Cli;
using Plimsoll.Cli.Output;
using Plimsoll.Memory;

LeanLaunch.ApplyInProcess();
using Terminal terminal = Terminal.OfProcess();
return Application.Run(args, terminal);
