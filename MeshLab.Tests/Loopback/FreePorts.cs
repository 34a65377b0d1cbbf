using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace MeshLab.Tests.Loopback;

/// <summary>
/// Ports on loopback for servers that tests start as processes. They lie below the ports that the system hands out by itself, and none is given twice, so a server
/// that is stopped and started again finds its port free while other tests run.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int End = 30_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A port that nobody listens on and no other test was given.</summary>
    public static int Take()
    {
        for (var attempt = 0; attempt < End - First; attempt++)
        {
            var port = Random.Shared.Next(First, End);
            if (Given.TryAdd(port, true) && IsFree(port))
            {
                return port;
            }
        }

        Assert.Fail($"Every port on loopback from {First} to {End - 1} is in use.");
        return 0;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
