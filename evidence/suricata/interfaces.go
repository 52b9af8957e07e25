package suricata

// rpc is an interface of DCE/RPC: the name that Zeek and the field have for it, and
// its operations by number, as far as attackers and administrators use them.
type rpc struct {
	name       string
	operations map[int64]string
}

// interfaces are known by their UUID. Sources: Microsoft's protocol documents
// [MS-SCMR], [MS-TSCH], [MS-RRP], [MS-SAMR], [MS-LSAD], [MS-LSAT], [MS-SRVS],
// [MS-WKST], [MS-NRPC], [MS-DRSR], [MS-DCOM], [MS-WMI], [MS-RPRN], [MS-EVEN],
// [MS-EVEN6], [MS-EFSR], [MS-DFSNM], and C706 for the endpoint mapper; the names of
// operations are those of Zeek's base/protocols/dce-rpc/consts.zeek.
var interfaces = map[string]rpc{
	"367abb81-9844-35f1-ad32-98f038001003": {"svcctl", map[int64]string{
		0: "CloseServiceHandle", 1: "ControlService", 2: "DeleteService", 6: "QueryServiceStatus", 11: "ChangeServiceConfigW",
		12: "CreateServiceW", 14: "EnumServicesStatusW", 15: "OpenSCManagerW", 16: "OpenServiceW", 17: "QueryServiceConfigW", 19: "StartServiceW",
		23: "ChangeServiceConfigA", 24: "CreateServiceA", 27: "OpenSCManagerA", 28: "OpenServiceA", 31: "StartServiceA",
		44: "CreateServiceWOW64A", 45: "CreateServiceWOW64W",
	}},
	"1ff70682-0a51-30e8-076d-740be8cee98b": {"atsvc", map[int64]string{0: "NetrJobAdd", 1: "NetrJobDel", 2: "NetrJobEnum", 3: "NetrJobGetInfo"}},
	"86d35949-83c9-4044-b424-db363231fd0c": {"ITaskSchedulerService", map[int64]string{
		0: "SchRpcHighestVersion", 1: "SchRpcRegisterTask", 2: "SchRpcRetrieveTask", 3: "SchRpcCreateFolder", 4: "SchRpcSetSecurity",
		5: "SchRpcGetSecurity", 6: "SchRpcEnumFolders", 7: "SchRpcEnumTasks", 8: "SchRpcEnumInstances", 9: "SchRpcGetInstanceInfo",
		10: "SchRpcStopInstance", 11: "SchRpcStop", 12: "SchRpcRun", 13: "SchRpcDelete", 14: "SchRpcRename",
	}},
	"338cd001-2244-31f1-aaaa-900038001003": {"winreg", map[int64]string{
		0: "OpenClassesRoot", 1: "OpenCurrentUser", 2: "OpenLocalMachine", 4: "OpenUsers", 5: "BaseRegCloseKey", 6: "BaseRegCreateKey",
		7: "BaseRegDeleteKey", 8: "BaseRegDeleteValue", 9: "BaseRegEnumKey", 10: "BaseRegEnumValue", 15: "BaseRegOpenKey",
		16: "BaseRegQueryInfoKey", 17: "BaseRegQueryValue", 20: "BaseRegSaveKey", 22: "BaseRegSetValue",
	}},
	"12345778-1234-abcd-ef00-0123456789ac": {"samr", map[int64]string{
		0: "SamrConnect", 1: "SamrCloseHandle", 5: "SamrLookupDomainInSamServer", 6: "SamrEnumerateDomainsInSamServer", 7: "SamrOpenDomain",
		11: "SamrEnumerateGroupsInDomain", 13: "SamrEnumerateUsersInDomain", 15: "SamrEnumerateAliasesInDomain", 17: "SamrLookupNamesInDomain",
		25: "SamrGetMembersInGroup", 27: "SamrOpenAlias", 31: "SamrAddMemberToAlias", 33: "SamrGetMembersInAlias", 34: "SamrOpenUser",
		36: "SamrQueryInformationUser", 37: "SamrSetInformationUser", 50: "SamrCreateUser2InDomain", 57: "SamrConnect2", 58: "SamrSetInformationUser2",
		64: "SamrConnect5",
	}},
	"12345778-1234-abcd-ef00-0123456789ab": {"lsarpc", map[int64]string{
		0: "LsarClose", 6: "LsarOpenPolicy", 7: "LsarQueryInformationPolicy", 14: "LsarLookupNames", 15: "LsarLookupSids",
		42: "LsarRetrievePrivateData", 44: "LsarOpenPolicy2", 57: "LsarLookupSids2", 58: "LsarLookupNames2",
	}},
	"4b324fc8-1670-01d3-1278-5a47bf6ee188": {"srvsvc", map[int64]string{
		8: "NetrConnectionEnum", 9: "NetrFileEnum", 12: "NetrSessionEnum", 14: "NetrShareAdd", 15: "NetrShareEnum", 16: "NetrShareGetInfo",
		18: "NetrShareDel", 21: "NetrServerGetInfo", 28: "NetrRemoteTOD", 36: "NetrShareEnumSticky",
	}},
	"6bffd098-a112-3610-9833-46c3f87e345a": {"wkssvc", map[int64]string{0: "NetrWkstaGetInfo", 2: "NetrWkstaUserEnum"}},
	"12345678-1234-abcd-ef00-01234567cffb": {"netlogon", map[int64]string{
		2: "NetrLogonSamLogon", 4: "NetrServerReqChallenge", 5: "NetrServerAuthenticate", 15: "NetrServerAuthenticate2", 20: "DsrGetDcName",
		26: "NetrServerAuthenticate3", 30: "NetrServerPasswordSet2", 39: "NetrLogonSamLogonEx", 40: "DsrEnumerateDomainTrusts",
	}},
	"e3514235-4b06-11d1-ab04-00c04fc2dcd2": {"drsuapi", map[int64]string{
		0: "DRSBind", 1: "DRSUnbind", 3: "DRSGetNCChanges", 5: "DRSUpdateRefs", 12: "DRSCrackNames", 16: "DRSDomainControllerInfo",
		17: "DRSAddEntry",
	}},
	"e1af8308-5d1f-11c9-91a4-08002b14a0fa": {"epmapper", map[int64]string{2: "ept_lookup", 3: "ept_map"}},
	"99fcfec4-5260-101b-bbcb-00aa0021347a": {"IObjectExporter", map[int64]string{0: "ResolveOxid", 3: "ServerAlive", 5: "ServerAlive2"}},
	"000001a0-0000-0000-c000-000000000046": {"ISystemActivator", map[int64]string{3: "RemoteGetClassObject", 4: "RemoteCreateInstance"}},
	"4d9f4ab8-7d1c-11cf-861e-0020af6e7c57": {"IActivation", map[int64]string{0: "RemoteActivation"}},
	"00000131-0000-0000-c000-000000000046": {"IRemUnknown", map[int64]string{3: "RemQueryInterface", 4: "RemAddRef", 5: "RemRelease"}},
	"00000143-0000-0000-c000-000000000046": {"IRemUnknown2", map[int64]string{3: "RemQueryInterface", 4: "RemAddRef", 5: "RemRelease"}},
	"f309ad18-d86a-11d0-a075-00c04fb68820": {"IWbemLevel1Login", map[int64]string{3: "EstablishPosition", 6: "NTLMLogin"}},
	"9556dc99-828c-11cf-a37e-00aa003240c7": {"IWbemServices", map[int64]string{
		3: "OpenNamespace", 6: "GetObject", 8: "PutClass", 12: "CreateClassEnum", 14: "PutInstance", 16: "DeleteInstance",
		18: "CreateInstanceEnum", 20: "ExecQuery", 22: "ExecNotificationQuery", 24: "ExecMethod",
	}},
	"12345678-1234-abcd-ef00-0123456789ab": {"spoolss", map[int64]string{
		1: "RpcOpenPrinter", 65: "RpcRemoteFindFirstPrinterChangeNotificationEx", 69: "RpcOpenPrinterEx", 89: "RpcAddPrinterDriverEx",
	}},
	"82273fdc-e32a-18c3-3f78-827929dc23ea": {"eventlog", map[int64]string{0: "ElfrClearELFW", 7: "ElfrOpenELW", 10: "ElfrReadELW"}},
	"f6beaff7-1e19-4fbb-9f8f-b89e2018337c": {"IEventService", map[int64]string{6: "EvtRpcClearLog", 7: "EvtRpcExportLog"}},
	"c681d488-d850-11d0-8c52-00c04fd90f7e": {"efsrpc", map[int64]string{0: "EfsRpcOpenFileRaw", 4: "EfsRpcEncryptFileSrv"}},
	"df1941c5-fe89-4e79-bf10-463657acf44d": {"efsrpc", map[int64]string{0: "EfsRpcOpenFileRaw", 4: "EfsRpcEncryptFileSrv"}},
	"4fc742e0-4a10-11cf-8273-00aa004ae673": {"netdfs", map[int64]string{12: "NetrDfsAddStdRoot", 13: "NetrDfsRemoveStdRoot"}},
}
