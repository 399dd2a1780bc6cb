// The real program behind the window: each call of the bindings, its answer turned into a `Result`.

import { listen } from '@tauri-apps/api/event';
import { commands, type Changes } from '$lib/bindings';
import { done, failed, type Api, type ApiError, type Result } from './api';

type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: ApiError };

function wrap<Args extends unknown[], T>(
  command: (...args: Args) => Promise<Answer<T>>,
): (...args: Args) => Promise<Result<T>> {
  return async (...args) => {
    try {
      const answer = await command(...args);
      return answer.status === 'ok' ? done(answer.data) : { ok: false, error: asError(answer.error) };
    } catch (cause) {
      return { ok: false, error: asError(cause) };
    }
  };
}

/** The shell itself may refuse a call (an unknown command, a panic); then there is no code to go by. */
function asError(cause: unknown): ApiError {
  if (typeof cause === 'object' && cause !== null && 'code' in cause && 'message' in cause) {
    return cause as ApiError;
  }
  return failed('internal', cause instanceof Error ? cause.message : String(cause)).error;
}

function onChanges(listener: (changes: Changes) => void): () => void {
  const listening = listen<Changes>('changes', event => listener(event.payload));
  return () => void listening.then(stop => stop());
}

function onOpenNotices(listener: () => void): () => void {
  const listening = listen('open-notices', () => listener());
  return () => void listening.then(stop => stop());
}

function onOpenMoney(listener: () => void): () => void {
  const listening = listen('open-money', () => listener());
  return () => void listening.then(stop => stop());
}

function onFilesDropped(listener: () => void): () => void {
  const listening = listen('files-dropped', () => listener());
  return () => void listening.then(stop => stop());
}

export function tauriApi(): Api {
  return {
    profileState: wrap(commands.profileState),
    profileEnroll: wrap(commands.profileEnroll),
    profileUnlock: wrap(commands.profileUnlock),
    profileRecover: wrap(commands.profileRecover),
    profileEntities: wrap(commands.profileEntities),
    profilePeople: wrap(commands.profilePeople),
    unsentList: wrap(commands.unsentList),
    unsentExport: wrap(commands.unsentExport),
    unsentDiscard: wrap(commands.unsentDiscard),
    sampleEnter: wrap(commands.sampleEnter),
    sampleLeave: wrap(commands.sampleLeave),
    sampleRemove: wrap(commands.sampleRemove),
    networkGet: wrap(commands.networkGet),
    networkSet: wrap(commands.networkSet),
    networkCheck: wrap(commands.networkCheck),
    supportCollect: wrap(commands.supportCollect),
    supportSave: wrap(commands.supportSave),
    syncNow: wrap(commands.syncNow),
    syncStop: wrap(commands.syncStop),
    syncStatus: wrap(commands.syncStatus),
    syncQueue: wrap(commands.syncQueue),
    syncQueueSave: wrap(commands.syncQueueSave),
    catalogueGroups: wrap(commands.catalogueGroups),
    cataloguePage: wrap(commands.cataloguePage),
    catalogueCount: wrap(commands.catalogueCount),
    catalogueFacets: wrap(commands.catalogueFacets),
    catalogueFindEach: wrap(commands.catalogueFindEach),
    catalogueRows: wrap(commands.catalogueRows),
    catalogueCard: wrap(commands.catalogueCard),
    mediaPicture: wrap(commands.mediaPicture),
    mediaThumbnails: wrap(commands.mediaThumbnails),
    mediaSave: wrap(commands.mediaSave),
    desktopOpenFile: wrap(commands.desktopOpenFile),
    draftsList: wrap(commands.draftsList),
    draftsCreate: wrap(commands.draftsCreate),
    draftsShow: wrap(commands.draftsShow),
    draftsDescribe: wrap(commands.draftsDescribe),
    draftsSetQuantity: wrap(commands.draftsSetQuantity),
    draftsSetTyped: wrap(commands.draftsSetTyped),
    draftsReopenList: wrap(commands.draftsReopenList),
    draftsNoteListRow: wrap(commands.draftsNoteListRow),
    draftsForgetList: wrap(commands.draftsForgetList),
    draftsSplit: wrap(commands.draftsSplit),
    draftsSetLabel: wrap(commands.draftsSetLabel),
    draftsLabels: wrap(commands.draftsLabels),
    draftsMark: wrap(commands.draftsMark),
    draftsServices: wrap(commands.draftsServices),
    draftsSetServices: wrap(commands.draftsSetServices),
    draftsSetPart: wrap(commands.draftsSetPart),
    draftsSetParts: wrap(commands.draftsSetParts),
    draftsSetOnOrder: wrap(commands.draftsSetOnOrder),
    draftsPlaces: wrap(commands.draftsPlaces),
    draftsCompare: wrap(commands.draftsCompare),
    draftsDivide: wrap(commands.draftsDivide),
    draftsSetApart: wrap(commands.draftsSetApart),
    templatesList: wrap(commands.templatesList),
    templatesShow: wrap(commands.templatesShow),
    templatesSave: wrap(commands.templatesSave),
    templatesOffered: wrap(commands.templatesOffered),
    templatesSaveOrder: wrap(commands.templatesSaveOrder),
    templatesDecline: wrap(commands.templatesDecline),
    templatesShare: wrap(commands.templatesShare),
    templatesTake: wrap(commands.templatesTake),
    templatesRename: wrap(commands.templatesRename),
    templatesSetLine: wrap(commands.templatesSetLine),
    templatesSetDeleted: wrap(commands.templatesSetDeleted),
    priceListsList: wrap(commands.priceListsList),
    priceListsShow: wrap(commands.priceListsShow),
    priceListsSave: wrap(commands.priceListsSave),
    priceListsSetDeleted: wrap(commands.priceListsSetDeleted),
    priceListsPreview: wrap(commands.priceListsPreview),
    priceListsWrite: wrap(commands.priceListsWrite),
    priceListsSetFile: wrap(commands.priceListsSetFile),
    priceListsOffer: wrap(commands.priceListsOffer),
    priceListsBrands: wrap(commands.priceListsBrands),
    draftsSetPrepaid: wrap(commands.draftsSetPrepaid),
    draftsScan: wrap(commands.draftsScan),
    draftsAddLines: wrap(commands.draftsAddLines),
    draftsCopyLines: wrap(commands.draftsCopyLines),
    draftsPick: wrap(commands.draftsPick),
    draftsDrop: wrap(commands.draftsDrop),
    draftsTakeBack: wrap(commands.draftsTakeBack),
    draftsSettleColumns: wrap(commands.draftsSettleColumns),
    draftsRemoved: wrap(commands.draftsRemoved),
    draftsBringBack: wrap(commands.draftsBringBack),
    draftsSetDeleted: wrap(commands.draftsSetDeleted),
    draftsSetDelivery: wrap(commands.draftsSetDelivery),
    draftsSetLineComment: wrap(commands.draftsSetLineComment),
    deliveryOptions: wrap(commands.deliveryOptions),
    deliveryBranches: wrap(commands.deliveryBranches),
    ordersCheck: wrap(commands.ordersCheck),
    ordersRepeated: wrap(commands.ordersRepeated),
    ordersDecide: wrap(commands.ordersDecide),
    ordersWeigh: wrap(commands.ordersWeigh),
    ordersPlace: wrap(commands.ordersPlace),
    ordersList: wrap(commands.ordersList),
    ordersShow: wrap(commands.ordersShow),
    purchasesOfItem: wrap(commands.purchasesOfItem),
    pricesExplain: wrap(commands.pricesExplain),
    pricesOfItem: wrap(commands.pricesOfItem),
    moneyTree: wrap(commands.moneyTree),
    moneyDocuments: wrap(commands.moneyDocuments),
    moneyCalendar: wrap(commands.moneyCalendar),
    moneyReminders: wrap(commands.moneyReminders),
    moneyAskAct: wrap(commands.moneyAskAct),
    moneyActs: wrap(commands.moneyActs),
    moneyAct: wrap(commands.moneyAct),
    moneyReconcilePick: wrap(commands.moneyReconcilePick),
    moneyReconcileDrop: wrap(commands.moneyReconcileDrop),
    moneyReconcileSave: wrap(commands.moneyReconcileSave),
    moneyWhatIf: wrap(commands.moneyWhatIf),
    purchasesByMonth: wrap(commands.purchasesByMonth),
    purchasesReport: wrap(commands.purchasesReport),
    purchasesExport: wrap(commands.purchasesExport),
    ordersWithdraw: wrap(commands.ordersWithdraw),
    ordersRetry: wrap(commands.ordersRetry),
    ordersPendingCheck: wrap(commands.ordersPendingCheck),
    findPapers: wrap(commands.findPapers),
    documentsList: wrap(commands.documentsList),
    documentsSupplier: wrap(commands.documentsSupplier),
    documentsSupplierSave: wrap(commands.documentsSupplierSave),
    desktopOpenDocument: wrap(commands.desktopOpenDocument),
    documentsPreview: wrap(commands.documentsPreview),
    documentsSave: wrap(commands.documentsSave),
    documentsPrinters: wrap(commands.documentsPrinters),
    documentsPrinter: wrap(commands.documentsPrinter),
    documentsPrint: wrap(commands.documentsPrint),
    documentsPrintJob: wrap(commands.documentsPrintJob),
    documentsPrintCancel: wrap(commands.documentsPrintCancel),
    documentsPrintChoice: wrap(commands.documentsPrintChoice),
    documentsArchive: wrap(commands.documentsArchive),
    documentsFolderRule: wrap(commands.documentsFolderRule),
    documentsFolderPreview: wrap(commands.documentsFolderPreview),
    documentsSetFolderRule: wrap(commands.documentsSetFolderRule),
    documentsLabelsPrint: wrap(commands.documentsLabelsPrint),
    documentsLabelsSave: wrap(commands.documentsLabelsSave),
    documentsLabelsTest: wrap(commands.documentsLabelsTest),
    documentsOfOrders: wrap(commands.documentsOfOrders),
    documentsOffered: wrap(commands.documentsOffered),
    documentsPayment: wrap(commands.documentsPayment),
    documentsClientBank: wrap(commands.documentsClientBank),
    claimsList: wrap(commands.claimsList),
    claimsShow: wrap(commands.claimsShow),
    claimsBegin: wrap(commands.claimsBegin),
    claimsDescribe: wrap(commands.claimsDescribe),
    claimsDetach: wrap(commands.claimsDetach),
    claimsDiscard: wrap(commands.claimsDiscard),
    claimsSend: wrap(commands.claimsSend),
    claimsSay: wrap(commands.claimsSay),
    claimsRetry: wrap(commands.claimsRetry),
    claimsWithdraw: wrap(commands.claimsWithdraw),
    claimsThumb: wrap(commands.claimsThumb),
    claimsSave: wrap(commands.claimsSave),
    claimsPick: wrap(commands.claimsPick),
    claimsDrop: wrap(commands.claimsDrop),
    claimsPaste: wrap(commands.claimsPaste),
    subscriptionsList: wrap(commands.subscriptionsList),
    subscriptionsSubscribe: wrap(commands.subscriptionsSubscribe),
    subscriptionsUnsubscribe: wrap(commands.subscriptionsUnsubscribe),
    wishesList: wrap(commands.wishesList),
    wishesWish: wrap(commands.wishesWish),
    wishesUnwish: wrap(commands.wishesUnwish),
    changesList: wrap(commands.changesList),
    changesSeen: wrap(commands.changesSeen),
    changesMute: wrap(commands.changesMute),
    changesExport: wrap(commands.changesExport),
    codesList: wrap(commands.codesList),
    codesAdd: wrap(commands.codesAdd),
    codesRemove: wrap(commands.codesRemove),
    codesExport: wrap(commands.codesExport),
    codesPick: wrap(commands.codesPick),
    feedbackSend: wrap(commands.feedbackSend),
    feedbackSnapshot: wrap(commands.feedbackSnapshot),
    newsList: wrap(commands.newsList),
    newsRead: wrap(commands.newsRead),
    noticesList: wrap(commands.noticesList),
    noticesRead: wrap(commands.noticesRead),
    noticesDismiss: wrap(commands.noticesDismiss),
    noticesAddToDraft: wrap(commands.noticesAddToDraft),
    desktopToasts: wrap(commands.desktopToasts),
    settingsGet: wrap(commands.settingsGet),
    settingsSet: wrap(commands.settingsSet),
    desktopState: wrap(commands.desktopState),
    desktopAutostart: wrap(commands.desktopAutostart),
    desktopCopy: wrap(commands.desktopCopy),
    settingsHidePrices: wrap(commands.settingsHidePrices),
    settingsShowPrices: wrap(commands.settingsShowPrices),
    settingsPricePin: wrap(commands.settingsPricePin),
    settingsRecall: wrap(commands.settingsRecall),
    settingsRemember: wrap(commands.settingsRemember),
    onChanges,
    onOpenNotices,
    onOpenMoney,
    onFilesDropped,
    startAnew: () => location.reload(),
  };
}
