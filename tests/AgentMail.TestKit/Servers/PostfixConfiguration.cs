using System.Security.Cryptography.X509Certificates;

namespace AgentMail.TestKit.Servers;

/// <summary>A Postfix instance that takes mail for any recipient from whoever signs in, and keeps it in one maildir.</summary>
internal static class PostfixConfiguration
{
    // nobody: the mailbox belongs to no account that could matter.
    private const int MailboxOwner = 65534;

    public static IEnumerable<string> DeliveredFiles(ServerFolder folder)
    {
        var mailbox = folder["mail/all/new"];
        return Directory.Exists(mailbox) ? Directory.EnumerateFiles(mailbox).Order(StringComparer.Ordinal) : [];
    }

    /// <summary>The answer is the configuration folder.</summary>
    public static string Write(ServerFolder folder, X509Certificate2 certificate, string saslSocket, int startTlsPort, int implicitTlsPort)
    {
        var etc = folder.CreateFolder("etc");
        foreach (var name in new[] { "queue", "data", "mail" }) folder.CreateFolder(name);
        folder.Write("etc/main.cf", Main(folder, saslSocket));
        folder.Write("etc/master.cf", Services(startTlsPort, implicitTlsPort));
        folder.Write("etc/tls.pem", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n");
        folder.Write("etc/rcpt", """
            /^reject@/ 550 5.1.1 no such user
            /^defer@/ 451 4.3.0 later
            /^quota@/ 552 5.2.2 full

            """);
        folder.Write("etc/owners", "/^boss@/ boss@acme.example\n");
        return etc;
    }

    public static Task OwnAsync(ServerFolder folder)
        => Shell.RunAsync("sh", "-c", $"chown postfix {folder["data"]} && chown {MailboxOwner} {folder["mail"]}");

    private static string Main(ServerFolder folder, string saslSocket) => $"""
        compatibility_level = 3.6
        queue_directory = {folder["queue"]}
        data_directory = {folder["data"]}
        maillog_file = {folder["mail.log"]}
        maillog_file_prefixes = {folder.Path}
        myhostname = localhost
        mydestination =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        biff = no
        message_size_limit = 52428800
        virtual_mailbox_domains = static:all
        virtual_mailbox_base = {folder["mail"]}
        virtual_mailbox_maps = static:all/
        virtual_uid_maps = static:{MailboxOwner}
        virtual_gid_maps = static:{MailboxOwner}
        virtual_minimum_uid = 1
        virtual_mailbox_limit = 0
        smtputf8_enable = yes
        smtpd_tls_chain_files = {folder["etc/tls.pem"]}
        smtpd_tls_auth_only = yes
        smtpd_tls_received_header = yes
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = {saslSocket}
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_authenticated_header = yes
        smtpd_client_restrictions = permit_sasl_authenticated, reject
        smtpd_sender_login_maps = regexp:{folder["etc/owners"]}
        smtpd_sender_restrictions = reject_known_sender_login_mismatch
        smtpd_recipient_restrictions = check_recipient_access regexp:{folder["etc/rcpt"]}
        smtpd_error_sleep_time = 0
        smtpd_peername_lookup = no
        smtpd_client_connection_count_limit = 0

        """;

    private static string Services(int startTlsPort, int implicitTlsPort) => $"""
        127.0.0.1:{startTlsPort} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt
        127.0.0.1:{implicitTlsPort} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        smtp unix - - n - - error
        error unix - - n - - error
        retry unix - - n - - error
        proxymap unix - - n - - proxymap
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd

        """;
}
